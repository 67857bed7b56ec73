export const nodeOnly: Readonly<Record<string, string>>;
export const notInPages: Readonly<Record<string, string>>;
export const pageModules: Readonly<Record<string, string>>;
export const cannot: readonly { on: string; file: string; test: string; why: string }[];
type Named = { file: string; title: string };
export function excuses<T extends Named>(
  runtime: string,
  tests: readonly T[],
): { excused: T[]; unused: { on: string; file: string; test: string; why: string }[] };
