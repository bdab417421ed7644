/** Adds missing optional platform packages to a parsed package-lock.json, in place; returns their names. */
export function completeLock(lock: { packages: Record<string, object> }): string[];
