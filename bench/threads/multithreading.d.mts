export function through(value: unknown, count: number, capacity: number): Promise<number>;
export function end(): void;
