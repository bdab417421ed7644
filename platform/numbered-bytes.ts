// Says which key sealed an object: a mark and the key's number in front of the bytes. Objects of key 1 have no mark, as all had
// before there was a second key; a random nonce that looks like the mark has a chance of 1 in 2^64.
const mark = Buffer.from("tieout\0k", "latin1");
const numberBytes = 4;

export interface NumberedBytes {
	readonly no: number;
	readonly sealed: Uint8Array;
}

export function withKeyNumber({ no, sealed }: NumberedBytes): Uint8Array {
	if (no === 1) return sealed;
	const number = Buffer.alloc(numberBytes);
	number.writeUInt32BE(no);
	return Buffer.concat([mark, number, sealed]);
}

export function readKeyNumber(stored: Uint8Array): NumberedBytes {
	const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
	const start = mark.length + numberBytes;
	if (bytes.length < start || !bytes.subarray(0, mark.length).equals(mark)) return { no: 1, sealed: stored };
	return { no: bytes.readUInt32BE(mark.length), sealed: bytes.subarray(start) };
}
