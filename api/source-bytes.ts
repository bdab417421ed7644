// The bytes that sources sent, as procedures read them: answers and files hold every column as received, so whoever has masks is refused.
import { TieoutError } from "../domain/core/errors.ts";
import { type Masks, sourcesClosed } from "../domain/tenancy/policies/masking.ts";
import type { ObjectStorage } from "../platform/object-storage.ts";

export type SourceBytes = Pick<ObjectStorage, "get" | "getStream" | "readRange">;

/** For what shows or confirms a part of them that is kept elsewhere. @throws TieoutError MASKED */
export function requireSources(masks: Masks): void {
	const closed = sourcesClosed(masks);
	if (closed !== null) throw new TieoutError(closed.code, closed.message);
}

export function sourceBytes(storage: ObjectStorage, masks: Masks): SourceBytes {
	if (sourcesClosed(masks) === null) return storage;
	const refuse = (): never => {
		requireSources(masks);
		throw new TieoutError("MASKED", "What the source sent is closed.");
	};
	return { get: async () => refuse(), getStream: refuse, readRange: async () => refuse() };
}
