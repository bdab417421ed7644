// The opaque cursor of a keyset page: the sort it belongs to, and the sort value and id of the last row shown.
import { z } from "zod";
import { TieoutError } from "../domain/core/errors.ts";

const cursorSchema = z.tuple([z.string(), z.string(), z.uuid()]);

export interface KeysetPosition {
	readonly value: string;
	readonly id: string;
}

export const encodeCursor = (sort: string, { value, id }: KeysetPosition): string =>
	Buffer.from(JSON.stringify([sort, value, id])).toString("base64url");

/** @throws TieoutError INPUT when the cursor was made for another sort order or is not one of ours */
export function decodeCursor(sort: string, cursor: string | null): KeysetPosition | null {
	if (cursor === null) return null;
	const read = cursorSchema.safeParse(parsed(cursor));
	if (!read.success || read.data[0] !== sort)
		throw new TieoutError("INPUT", "This page position belongs to another list or sort order. Start from the first page.");
	return { value: read.data[1], id: read.data[2] };
}

function parsed(cursor: string): unknown {
	try {
		return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
	} catch {
		return null;
	}
}
