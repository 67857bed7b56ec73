export declare const internalNames: string[];
export declare const shortNames: Record<string, string>;
export const plainFiles: RegExp;
