// What is in a workbook, for looking at it as another program would.
import { inflateRawSync } from "node:zlib";

/** The files of an archive, read by its central directory, as another program would. */
export function unzipped(bytes: Buffer): Readonly<Record<string, string>> {
	const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
	let at = bytes.readUInt32LE(end + 16);
	const files: Record<string, string> = {};
	for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
		const packed = bytes.readUInt32LE(at + 20);
		const nameLength = bytes.readUInt16LE(at + 28);
		const local = bytes.readUInt32LE(at + 42);
		const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
		const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
		files[name] = inflateRawSync(bytes.subarray(from, from + packed)).toString("utf8");
		at += 46 + nameLength;
	}
	return files;
}
