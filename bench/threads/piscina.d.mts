/** As much of piscina as is measured: its own typings do not pass our compiler's options. */
export class Piscina {
  constructor(options: { filename: string; minThreads: number; maxThreads: number });
  run(task: unknown, options: { name: string }): Promise<unknown>;
  destroy(): Promise<void>;
}
