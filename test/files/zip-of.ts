// A ZIP of given entries, written by hand so that a test can write what no archiver would.
import { crc32, deflateRawSync } from "node:zlib";

export const zipOf = (entries: readonly (readonly [name: string, bytes: Uint8Array])[]): Uint8Array =>
	packedZip(entries.map(([name, bytes]) => [name, deflateRawSync(bytes), bytes.length, crc32(bytes)]));

/** @param entries deflated already, so that one may unpack to more than fits into memory */
export function packedZip(
	entries: readonly (readonly [name: string, packed: Uint8Array, sizeBytes: number, checksum?: number])[],
): Uint8Array {
	const local: Buffer[] = [];
	const central: Buffer[] = [];
	let offset = 0;
	for (const [name, packed, sizeBytes, checksum = 0] of entries) {
		const nameBytes = Buffer.from(name);
		const facts = Buffer.alloc(26);
		facts.writeUInt16LE(20, 0);
		facts.writeUInt16LE(8, 4);
		facts.writeUInt32LE(checksum, 10);
		facts.writeUInt32LE(packed.length, 14);
		facts.writeUInt32LE(sizeBytes, 18);
		facts.writeUInt16LE(nameBytes.length, 22);
		local.push(Buffer.from("PK\u0003\u0004", "latin1"), facts, nameBytes, Buffer.from(packed));
		const place = Buffer.alloc(14);
		place.writeUInt32LE(offset, 10);
		central.push(Buffer.from("PK\u0001\u0002", "latin1"), Buffer.from([20, 0]), facts, place, nameBytes);
		offset += 30 + nameBytes.length + packed.length;
	}
	const directory = Buffer.concat(central);
	const end = Buffer.alloc(22);
	end.write("PK\u0005\u0006", "latin1");
	end.writeUInt16LE(entries.length, 8);
	end.writeUInt16LE(entries.length, 10);
	end.writeUInt32LE(directory.length, 12);
	end.writeUInt32LE(offset, 16);
	return new Uint8Array(Buffer.concat([...local, directory, end]));
}
