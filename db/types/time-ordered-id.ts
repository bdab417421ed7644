// UUIDs that sort by the moment they were made (RFC 9562, version 7), those of one moment in the order they were made by this process.
import { randomBytes } from "node:crypto";

const perMoment = 0x1000;

let last = 0;
let count = 0;

/** @param ms milliseconds since 1970 */
export function timeOrderedId(ms: number): string {
	// A clock that stands or steps back, or more than fit into a millisecond: the order goes on from the last one.
	if (ms > last) [last, count] = [ms, 0];
	else count += 1;
	if (count === perMoment) [last, count] = [last + 1, 0];
	const bytes = randomBytes(16);
	bytes.writeUIntBE(last, 0, 6);
	bytes.writeUInt16BE(0x7000 | count, 6);
	bytes.writeUInt8(0x80 | ((bytes[8] ?? 0) & 0x3f), 8);
	const hex = bytes.toString("hex");
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
