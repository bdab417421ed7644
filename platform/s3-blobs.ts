// Blobs in a bucket of S3 or of anything that speaks its protocol (MinIO). A draft is written on this machine first: an object's
// path is the hash of its bytes, which is known only once the last one has been seen. A long one is sent in parts, of which a few are in
// memory at a time; what a killed process has sent of one is swept a day later.
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
	AbortMultipartUploadCommand,
	CreateBucketCommand,
	DeleteObjectCommand,
	GetObjectCommand,
	HeadBucketCommand,
	HeadObjectCommand,
	ListMultipartUploadsCommand,
	ListObjectsV2Command,
	S3Client,
	S3ServiceException,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { isUuid } from "../domain/core/ids.ts";
import type { Blobs } from "./blobs.ts";
import { withDraft } from "./draft-file.ts";

export interface S3Place {
	/** null: Amazon's own for the region. */
	readonly endpoint: string | null;
	readonly region: string;
	readonly bucket: string;
	readonly accessKey: string;
	readonly secretKey: string;
	/** How many names one answer lists; left out: as many as the server gives. */
	readonly listAtOnce?: number;
	/** How old an unfinished upload is when nobody will finish it any more; left out: a day. */
	readonly abandonedAfterMs?: number;
}

// A small object comes whole with the request that asks how long it is; a long one is read ahead.
const readAheadBytes = 4 * 1024 * 1024;

// What S3 allows: parts of 5 MB or more, at most 10,000 of them. One PUT alone ends at 5 GB.
const smallestPart = 8 * 1024 * 1024;
const mostParts = 10_000;
const partsAtOnce = 2;
const dayMs = 24 * 3_600_000;

/** Bytes of each part of an object this long, so that they are few enough. */
export const partBytes = (sizeBytes: number): number => Math.max(smallestPart, Math.ceil(sizeBytes / mostParts));

/** Makes the bucket when it isn't there. */
export async function s3Blobs(place: S3Place): Promise<Blobs> {
	const { bucket: Bucket, endpoint, region, accessKey, secretKey, listAtOnce } = place;
	const client = new S3Client({
		region,
		credentials: { accessKeyId: accessKey, secretAccessKey: secretKey },
		// MinIO answers under one host name for every bucket.
		...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
		requestChecksumCalculation: "WHEN_REQUIRED",
	});
	// Whoever may only read and write objects isn't asked to make the bucket.
	await client.send(new HeadBucketCommand({ Bucket })).catch(async (error: unknown) => {
		if (!isNamed(error, "NotFound", "NoSuchBucket")) throw error;
		await client.send(new CreateBucketCommand({ Bucket }));
	});

	await sweepUploads(client, Bucket, place.abandonedAfterMs ?? dayMs);

	const range = async (Key: string, at: number, length: number): Promise<{ bytes: Buffer; total: number }> => {
		const { Body, ContentRange, ContentLength } = await client.send(
			new GetObjectCommand({ Bucket, Key, Range: `bytes=${at}-${at + length - 1}` }),
		);
		const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
		return { bytes, total: Number(/\/(\d+)$/.exec(ContentRange ?? "")?.[1] ?? ContentLength ?? bytes.length) };
	};

	const has = (Key: string): Promise<boolean> =>
		client.send(new HeadObjectCommand({ Bucket, Key })).then(
			() => true,
			(error: unknown) => {
				if (isNamed(error, "NotFound", "NoSuchKey")) return false;
				throw error;
			},
		);

	return {
		has,
		list: async function* (folder) {
			for (let token: string | undefined, first = true; first || token !== undefined; first = false) {
				const page = await client.send(
					new ListObjectsV2Command({ Bucket, Prefix: `${folder}/`, MaxKeys: listAtOnce, ContinuationToken: token }),
				);
				for (const { Key, Size } of page.Contents ?? []) if (Key !== undefined) yield { path: Key, sizeBytes: Size ?? 0 };
				token = page.NextContinuationToken;
			}
		},
		remove: async (Key) => {
			// The answer doesn't say whether there was one.
			const was = await has(Key);
			await client.send(new DeleteObjectCommand({ Bucket, Key }));
			return was;
		},
		open: async (path) => {
			const first = await range(path, 0, readAheadBytes).catch((error: unknown) => {
				if (isNamed(error, "NoSuchKey", "NotFound")) return null;
				throw error;
			});
			if (first === null) return null;
			let held = { at: 0, bytes: first.bytes };
			return {
				sizeBytes: first.total,
				read: async (at, length) => {
					const wanted = Math.max(0, Math.min(length, first.total - at));
					if (wanted === 0) return Buffer.alloc(0);
					if (at < held.at || at + wanted > held.at + held.bytes.length)
						held = { at, bytes: (await range(path, at, Math.max(wanted, readAheadBytes))).bytes };
					return held.bytes.subarray(at - held.at, at - held.at + wanted);
				},
				close: () => Promise.resolve(),
			};
		},
		writeOnce: (_folder, write) =>
			withDraft(join(tmpdir(), "tieout-drafts"), write, async (draft, Key) => {
				const { size } = await stat(draft);
				const Body = createReadStream(draft);
				try {
					await new Upload({ client, params: { Bucket, Key, Body }, partSize: partBytes(size), queueSize: partsAtOnce }).done();
				} finally {
					Body.destroy();
				}
			}),
	};
}

/** Of ours: the bucket may be somebody else's too. */
const isOurs = (key: string | undefined): boolean => isUuid(key?.split("/")[0] ?? "");

/** Parts that no object will ever be made of are paid for, and seen by nobody. */
async function sweepUploads(client: S3Client, Bucket: string, olderThanMs: number): Promise<void> {
	const before = Date.now() - olderThanMs;
	try {
		const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
		for (const { Key, UploadId, Initiated } of Uploads)
			if (isOurs(Key) && Initiated !== undefined && Initiated.getTime() < before)
				await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
	} catch (error) {
		// A rule of the bucket may do this instead, and another process may have been faster.
		if (!isNamed(error, "AccessDenied", "NotImplemented", "NoSuchUpload")) throw error;
	}
}

const isNamed = (error: unknown, ...names: readonly string[]): boolean => error instanceof S3ServiceException && names.includes(error.name);
