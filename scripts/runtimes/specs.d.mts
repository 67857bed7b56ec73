export type Test = {
  title: string;
  fullTitle: string;
  file: string;
  err: { message?: string };
};
export type Report = { tests: Test[]; failures: Test[]; pending: Test[] };
export function allSpecs(): string[];
export function portableSpecs(): string[];
export function mocha(
  program: string,
  args: readonly string[],
  files: readonly string[],
  more?: { options?: string[]; env?: Record<string, string>; minutes?: number },
): Promise<{ report: Report | null; printed: string }>;
export function titlesIn(files: readonly string[]): Promise<string[]>;
