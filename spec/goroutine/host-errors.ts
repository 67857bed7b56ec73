import { idle } from './script.ts';

/** What reached the host while a body ran and for some macrotasks after it. */
export type HostErrors = { readonly rejections: unknown[]; readonly exceptions: Error[] };

/** Stands in for mocha's own listeners while the body runs, so that nothing is ignored or fatal. */
export async function hostErrors(body: () => unknown): Promise<HostErrors> {
  const heard: HostErrors = { rejections: [], exceptions: [] };
  const rejected = (reason: unknown): unknown => heard.rejections.push(reason);
  const uncaught = (error: Error): unknown => heard.exceptions.push(error);
  const before = {
    rejection: process.listeners('unhandledRejection'),
    exception: process.listeners('uncaughtException'),
  };
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', rejected);
  process.removeAllListeners('uncaughtException').on('uncaughtException', uncaught);
  try {
    await body();
    await idle();
  } finally {
    process.off('unhandledRejection', rejected).off('uncaughtException', uncaught);
    for (const listener of before.rejection) process.on('unhandledRejection', listener);
    for (const listener of before.exception) process.on('uncaughtException', listener);
  }
  return heard;
}
