// The cursor of a keyset page: the last row's sort values as opaque text. It only ever becomes bound parameters, never SQL.
import { TieoutError } from "../../domain/core/errors.ts";

export const encodeKey = (values: readonly string[]): string => Buffer.from(JSON.stringify(values)).toString("base64url");

/** @throws TieoutError INPUT when the text isn't a cursor of `size` values */
export function decodeKey(text: string | null, size: number): string[] | null {
	if (text === null) return null;
	try {
		const values: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
		if (Array.isArray(values) && values.length === size && values.every((value) => typeof value === "string")) return values;
	} catch {
		// Said below, as for a cursor of another list.
	}
	throw new TieoutError("INPUT", "This page of the list can't be found. Go back to its first page.");
}
