// The records of a ZIP archive as bytes (APPNOTE.TXT 6.3.10, section 4.3). What 32 or 16 bits can't hold is written in 64 (ZIP64), and
// only then, because not every program reads it.

export interface ZipFacts {
	readonly name: Buffer;
	readonly crc: number;
	/** Bytes as they lie in the archive. */
	readonly packed: number;
	readonly plain: number;
	/** Where its local header begins. */
	readonly offset: number;
}

const deflated = 8;
/** Sizes follow the entry; names are UTF-8. */
const flags = 0x0008 | 0x0800;
/** 1 January 1980: the same content gives the same bytes. */
const dosDate = 0x0021;
const usual = 20;
const needs64 = 45;
export const most32 = 0xffff_ffff;
export const most16 = 0xffff;
const extra64 = 0x0001;

/** @param large the entry may pass 4 GB: its sizes follow in 64 bits */
export function localHead(name: Buffer, large: boolean): Buffer {
	const extra = large ? extraOf([0, 0]) : Buffer.alloc(0);
	const head = Buffer.alloc(30);
	head.writeUInt32LE(0x04034b50, 0);
	head.writeUInt16LE(large ? needs64 : usual, 4);
	head.writeUInt16LE(flags, 6);
	head.writeUInt16LE(deflated, 8);
	head.writeUInt16LE(dosDate, 12);
	// 4.5.3: sizes of all ones send the reader to the extra field, which says that the descriptor has 64 bits.
	if (large) head.fill(0xff, 18, 26);
	head.writeUInt16LE(name.length, 26);
	head.writeUInt16LE(extra.length, 28);
	return Buffer.concat([head, name, extra]);
}

/** What follows an entry. @throws RangeError when it passed 4 GB and was not said to be large */
export function descriptor({ crc, packed, plain }: Pick<ZipFacts, "crc" | "packed" | "plain">, large: boolean): Buffer {
	const tail = Buffer.alloc(large ? 24 : 16);
	tail.writeUInt32LE(0x08074b50, 0);
	tail.writeUInt32LE(crc, 4);
	if (large) {
		tail.writeBigUInt64LE(BigInt(packed), 8);
		tail.writeBigUInt64LE(BigInt(plain), 16);
	} else {
		tail.writeUInt32LE(packed, 8);
		tail.writeUInt32LE(plain, 12);
	}
	return tail;
}

export function directoryEntry({ name, crc, packed, plain, offset }: ZipFacts, large: boolean): Buffer {
	// In this order, and only those that don't fit (4.5.3).
	const extra = extraOf([plain, packed, offset].filter((value) => value >= most32));
	const entry = Buffer.alloc(46);
	const version = large || extra.length > 0 ? needs64 : usual;
	entry.writeUInt32LE(0x02014b50, 0);
	entry.writeUInt16LE(version, 4);
	entry.writeUInt16LE(version, 6);
	entry.writeUInt16LE(flags, 8);
	entry.writeUInt16LE(deflated, 10);
	entry.writeUInt16LE(dosDate, 14);
	entry.writeUInt32LE(crc, 16);
	entry.writeUInt32LE(Math.min(packed, most32), 20);
	entry.writeUInt32LE(Math.min(plain, most32), 24);
	entry.writeUInt16LE(name.length, 28);
	entry.writeUInt16LE(extra.length, 30);
	entry.writeUInt32LE(Math.min(offset, most32), 42);
	return Buffer.concat([entry, name, extra]);
}

function extraOf(values: readonly number[]): Buffer {
	if (values.length === 0) return Buffer.alloc(0);
	const extra = Buffer.alloc(4 + 8 * values.length);
	extra.writeUInt16LE(extra64, 0);
	extra.writeUInt16LE(8 * values.length, 2);
	for (const [index, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index);
	return extra;
}

export interface Directory {
	readonly count: number;
	readonly size: number;
	readonly offset: number;
}

/** The end of the archive; with the ZIP64 end before it where the directory is too long, too far, or has too many entries. */
export function archiveEnd({ count, size, offset }: Directory): Buffer {
	const tail = Buffer.alloc(22);
	tail.writeUInt32LE(0x06054b50, 0);
	tail.writeUInt16LE(Math.min(count, most16), 8);
	tail.writeUInt16LE(Math.min(count, most16), 10);
	tail.writeUInt32LE(Math.min(size, most32), 12);
	tail.writeUInt32LE(Math.min(offset, most32), 16);
	if (count < most16 && size < most32 && offset < most32) return tail;
	const end64 = Buffer.alloc(56);
	end64.writeUInt32LE(0x06064b50, 0);
	end64.writeBigUInt64LE(44n, 4);
	end64.writeUInt16LE(needs64, 12);
	end64.writeUInt16LE(needs64, 14);
	end64.writeBigUInt64LE(BigInt(count), 24);
	end64.writeBigUInt64LE(BigInt(count), 32);
	end64.writeBigUInt64LE(BigInt(size), 40);
	end64.writeBigUInt64LE(BigInt(offset), 48);
	const locator = Buffer.alloc(20);
	locator.writeUInt32LE(0x07064b50, 0);
	locator.writeBigUInt64LE(BigInt(offset + size), 8);
	locator.writeUInt32LE(1, 16);
	return Buffer.concat([end64, locator, tail]);
}
