export function pageSpecs(only?: string): Promise<{ files: string[]; others: Map<string, string> }>;
export function bundle(files: readonly string[]): Promise<string>;
export function serve(specs: string): Promise<{ url: string; close: () => void }>;
