// Makes a discriminated union exhaustive: a case that is not handled does not compile.

/** @throws Error naming the value, if a value reaches it at run time (data from outside the type system). */
export function assertNever(value: never): never {
	throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
