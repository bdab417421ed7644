// Engine rule 7: data keys have numbers, every sealed thing names its own, and a key that is lost says so.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Payload } from "@temporalio/common";
import { afterAll, describe, expect, test } from "vitest";
import { createKeys, keyIdOf, type Keyring, readKeyId, type WrappedKey } from "../../platform/keys.ts";
import { readKeyNumber, withKeyNumber } from "../../platform/numbered-bytes.ts";
import { createDiskStorage } from "../../platform/object-storage.ts";
import { createPayloadCodec, keyIdOfPayload } from "../../platform/payload-codec.ts";
import { createSecrets } from "../../platform/secrets.ts";

const master = new Uint8Array(32).fill(5);
const tenantA = "0b0f7f5e-0000-4000-8000-00000000000a";
const tenantB = "0b0f7f5e-0000-4000-8000-00000000000b";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Rows as tenant_keys has them after one rotation: key 2 seals, key 1 is derived. */
const rotated = (keys: Keyring, tenantId: string): WrappedKey[] => [{ no: 2, state: "active", wrapped: keys.wrapNew(tenantId, 2) }];

describe("data keys", () => {
	test("are random, and a process that unwraps the same row has the same key", () => {
		const [one, other, third] = [createKeys(master), createKeys(master), createKeys(master)];
		const rows = rotated(one, tenantA);
		one.accept(tenantA, rows);
		other.accept(tenantA, rows);
		third.accept(tenantA, rotated(third, tenantA));
		expect(one.current(tenantA, "payload")).toEqual(other.current(tenantA, "payload"));
		expect(one.current(tenantA, "payload").no).toBe(2);
		expect(third.numbered(tenantA, "payload", 2)).not.toEqual(one.numbered(tenantA, "payload", 2));
	});

	test("a pending key opens and does not seal yet", () => {
		const keys = createKeys(master);
		keys.accept(tenantA, [{ no: 2, state: "pending", wrapped: keys.wrapNew(tenantA, 2) }]);
		expect(keys.current(tenantA, "secret").no).toBe(1);
		expect(keys.numbered(tenantA, "secret", 2)).toHaveLength(32);
	});

	test("a wrapped row that is copied to another tenant or number doesn't open", () => {
		const keys = createKeys(master);
		const [row] = rotated(keys, tenantA);
		if (row === undefined) throw new Error("no row");
		expect(keys.accept(tenantB, [row])).toEqual([2]);
		expect(keys.accept(tenantA, [{ ...row, no: 3 }])).toEqual([3]);
		expect(keys.accept(tenantA, [row])).toEqual([]);
	});

	test("one that is missing or can't be unwrapped is a named error, and never replaced by key 1 without a word", () => {
		const keys = createKeys(master);
		expect(() => keys.numbered(tenantA, "payload", 2)).toThrow(expect.objectContaining({ code: "KEY_MISSING" }));
		const foreign = createKeys(new Uint8Array(32).fill(6));
		expect(keys.accept(tenantA, rotated(foreign, tenantA))).toEqual([2]);
		expect(() => keys.current(tenantA, "payload")).toThrow(expect.objectContaining({ code: "KEY_UNREADABLE" }));
		expect(keys.numbered(tenantA, "payload", 1)).toHaveLength(32);
	});

	test("a new tenant seals with a random key at once, here and wherever its row is read, and master and id alone don't give that key", () => {
		const [here, there] = [createKeys(master), createKeys(master)];
		const made = here.begin(tenantA);
		expect(here.current(tenantA, "payload").no).toBe(made.no);
		there.accept(tenantA, [{ ...made, state: "active" }]);
		expect(there.current(tenantA, "payload")).toEqual(here.current(tenantA, "payload"));
		const again = createKeys(master);
		again.begin(tenantA);
		expect(again.current(tenantA, "payload").key).not.toEqual(here.current(tenantA, "payload").key);
		// Destroyed: what it sealed opens no more, whoever has the master key.
		there.accept(tenantA, []);
		expect(() => there.numbered(tenantA, "payload", made.no)).toThrow(expect.objectContaining({ code: "KEY_MISSING" }));
	});

	test("a process never seals with key 1 for a tenant that it hasn't heard of: it asks, and says that it is tried again", () => {
		const asked: string[] = [];
		const keys = createKeys(master, (tenantId) => asked.push(tenantId));
		const notYet = expect.objectContaining({ code: "KEY_NOT_HERE_YET" });
		expect(() => keys.current(tenantA, "secret")).toThrow(notYet);
		expect(() => keys.numbered(tenantA, "secret", 2)).toThrow(notYet);
		expect(asked).toEqual([tenantA, tenantA]);
		keys.accept(tenantA, rotated(keys, tenantA));
		expect(keys.current(tenantA, "secret").no).toBe(2);
		// Of before there were rows: key 1 goes on sealing until a rotation.
		keys.accept(tenantB, []);
		expect(keys.current(tenantB, "secret").no).toBe(1);
		expect(keys.current("platform", "secret").no).toBe(1);
		expect(asked).toHaveLength(2);
	});

	test.each(["", "x", `${tenantA}/0`, `${tenantA}/-1`, `${tenantA}/1/2`, `${tenantA}/99999999999`, `../${tenantA}/1`, `${tenantA}/1e3`])(
		"%j names no key",
		(text) => expect(readKeyId(text)).toBeNull(),
	);

	test("a key's name is read as it was written", () => {
		expect(readKeyId(keyIdOf(tenantA, 12))).toEqual({ tenantId: tenantA, no: 12 });
		expect(readKeyId("platform/1")).toEqual({ tenantId: "platform", no: 1 });
	});
});

describe("after a rotation", () => {
	const folder = mkdtempSync(join(tmpdir(), "tieout-objects-"));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	const keys = createKeys(master);
	const codec = createPayloadCodec(keys);
	const secrets = createSecrets(keys);
	const storage = createDiskStorage(folder, keys);
	const context = { type: "workflow" as const, namespace: "tieout", workflowId: `t/${tenantA}/sync/x` };
	const payload: Payload = { metadata: { encoding: bytes("json/plain") }, data: bytes('"PLANTED"') };
	const owner = { tenantId: tenantA, connectionId: "c1" };
	const files = (): string[] =>
		readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
			entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
		);

	test("what is new names the new key, and payloads, objects and credentials of both open; other tenants keep theirs", async () => {
		const before = {
			payload: (await codec.encode([payload], context))[0],
			secret: secrets.seal(owner, { apiKey: "before" }),
			object: await storage.put(tenantA, bytes("page before")),
		};
		keys.accept(tenantA, rotated(keys, tenantA));
		const after = {
			payload: (await codec.encode([payload], context))[0],
			secret: secrets.seal(owner, { apiKey: "after" }),
			object: await storage.put(tenantA, bytes("page after")),
		};
		if (before.payload === undefined || after.payload === undefined) throw new Error("nothing was encoded");
		expect([before.payload, after.payload].map(keyIdOfPayload)).toEqual([`${tenantA}/1`, `${tenantA}/2`]);
		expect([before.secret.keyId, after.secret.keyId]).toEqual([`${tenantA}/1`, `${tenantA}/2`]);
		for (const each of [before.payload, after.payload])
			expect(Buffer.from((await codec.decode([each], context))[0]?.data ?? []).toString()).toBe('"PLANTED"');
		expect([secrets.open(owner, before.secret), secrets.open(owner, after.secret)]).toEqual([{ apiKey: "before" }, { apiKey: "after" }]);
		expect(await storage.get(tenantA, before.object.key)).toEqual(bytes("page before"));
		expect(await storage.get(tenantA, after.object.key)).toEqual(bytes("page after"));
		expect(
			files()
				.map((file) => readKeyNumber(readFileSync(file)).no)
				.toSorted(),
		).toEqual([1, 2]);
		expect(keys.current(tenantB, "payload").no).toBe(1);
	});

	test("a process that never got the key says which one it lacks, for each of the three", async () => {
		const [sealed] = await codec.encode([payload], context);
		const secret = secrets.seal(owner, { apiKey: "x" });
		const { key } = await storage.put(tenantA, bytes("a page of key 2"));
		const late = createKeys(master);
		const lacks = expect.objectContaining({ code: "KEY_MISSING", facts: { keyNo: 2 } });
		await expect(createPayloadCodec(late).decode([sealed ?? {}], context)).rejects.toEqual(lacks);
		expect(() => createSecrets(late).open(owner, secret)).toThrow(lacks);
		await expect(createDiskStorage(folder, late).get(tenantA, key)).rejects.toEqual(lacks);
	});

	test("a payload that is relabelled with another number doesn't open", async () => {
		const [sealed] = await codec.encode([payload], context);
		const relabelled = { ...sealed, metadata: { ...sealed?.metadata, "encryption-key-id": bytes(`${tenantA}/1`) } };
		await expect(codec.decode([relabelled], context)).rejects.toMatchObject({ code: "PAYLOAD_UNREADABLE" });
	});

	test("an object's mark is only there where it is needed, and short bytes are no mark", () => {
		const sealed = bytes("sealed");
		expect(withKeyNumber({ no: 1, sealed })).toEqual(sealed);
		expect(readKeyNumber(withKeyNumber({ no: 70_000, sealed })).no).toBe(70_000);
		expect(readKeyNumber(new Uint8Array(0)).no).toBe(1);
	});
});
