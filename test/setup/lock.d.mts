/** Runs `work` while no other process holds the lock `file`. */
export function withLock<T>(file: string, work: () => T | Promise<T>, options?: { every?: number }): Promise<T>;
