// What two sets have in common and what they don't, for sets that are only read.

/** Members of `all` that `taken` lacks. */
export const without = <T>(all: ReadonlySet<T>, taken: ReadonlySet<T>): ReadonlySet<T> =>
	new Set([...all].filter((member) => !taken.has(member)));

export const inBoth = <T>(one: ReadonlySet<T>, other: ReadonlySet<T>): ReadonlySet<T> =>
	new Set([...one].filter((member) => other.has(member)));
