import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Payload } from "@temporalio/common";
import { afterAll, describe, expect, it } from "vitest";
import { createKeys } from "./keys.ts";
import { createDiskStorage } from "./object-storage.ts";
import { createPayloadCodec, tenantOfWorkflowId } from "./payload-codec.ts";
import { createSecrets } from "./secrets.ts";

const keys = createKeys(new Uint8Array(32).fill(1));
const tenantA = "0b0f7f5e-0000-4000-8000-00000000000a";
const tenantB = "0b0f7f5e-0000-4000-8000-00000000000b";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("keys", () => {
	it("differ by tenant and purpose and are the same on every machine with the same master key", () => {
		const all = [tenantA, tenantB].flatMap((tenant) =>
			(["payload", "object", "secret"] as const).map((purpose) => keys.current(tenant, purpose).key),
		);
		expect(new Set(all.map((key) => Buffer.from(key).toString("hex"))).size).toBe(6);
		const same = createKeys(new Uint8Array(32).fill(1));
		expect(same.numbered(tenantA, "payload", 1)).toEqual(keys.current(tenantA, "payload").key);
		const other = createKeys(new Uint8Array(32).fill(2));
		expect(other.numbered(tenantA, "payload", 1)).not.toEqual(keys.numbered(tenantA, "payload", 1));
	});
});

describe("the payload codec", () => {
	const codec = createPayloadCodec(keys);
	const context = (workflowId: string) => ({ type: "workflow" as const, namespace: "tieout", workflowId });
	const payload: Payload = { metadata: { encoding: bytes("json/plain") }, data: bytes('{"planted":"PLANTED"}') };
	const own = context(`t/${tenantA}/sync/x`);

	it("round-trips under the tenant's key, also from a schedule's id to its run's", async () => {
		const encoded = await codec.encode([payload], context(`t/${tenantA}/sync/x`));
		expect(Buffer.from(encoded[0]?.data ?? []).includes("PLANTED")).toBe(false);
		const decoded = await codec.decode(encoded, context(`t/${tenantA}/sync/x-2026-10-01T00:00:00Z`));
		expect(Buffer.from(decoded[0]?.data ?? []).toString()).toBe('{"planted":"PLANTED"}');
	});

	it("refuses to encode without a context, so nothing is ever written in the clear", async () => {
		await expect(codec.encode([payload])).rejects.toMatchObject({ code: "PAYLOAD_CONTEXT_MISSING" });
		await expect(codec.encode([payload], context("somebody"))).rejects.toMatchObject({ code: "PAYLOAD_CONTEXT_MISSING" });
		await expect(codec.encode([payload], { type: "activity", namespace: "tieout", isLocal: false })).rejects.toMatchObject({
			code: "PAYLOAD_CONTEXT_MISSING",
		});
	});

	it("refuses another tenant's payload, a changed byte and another master key", async () => {
		const [encoded] = await codec.encode([payload], own);
		if (encoded === undefined) throw new Error("nothing was encoded");
		await expect(codec.decode([encoded], context(`t/${tenantB}/sync/x`))).rejects.toMatchObject({ code: "PAYLOAD_FOREIGN" });
		const data = Uint8Array.from(encoded.data ?? []);
		data[data.length - 1] = (data.at(-1) ?? 0) ^ 1;
		await expect(codec.decode([{ ...encoded, data }], own)).rejects.toMatchObject({ code: "PAYLOAD_UNREADABLE" });
		const other = createPayloadCodec(createKeys(new Uint8Array(32).fill(9)));
		await expect(other.decode([encoded], own)).rejects.toMatchObject({ code: "PAYLOAD_UNREADABLE" });
		const relabelled = { ...encoded, metadata: { ...encoded.metadata, "encryption-key-id": bytes(`${tenantB}/1`) } };
		await expect(codec.decode([relabelled])).rejects.toMatchObject({ code: "PAYLOAD_UNREADABLE" });
	});

	it("reads the tenant from a workflow id, the platform's own apart", () => {
		expect(tenantOfWorkflowId(`t/${tenantA}/reconcile/e/2026-10`)).toBe(tenantA);
		expect(tenantOfWorkflowId("p/job-reconciler")).toBe("platform");
	});
});

describe("secrets", () => {
	const secrets = createSecrets(keys);
	const owner = { tenantId: tenantA, connectionId: "c1" };

	it("open for the record they were sealed for and for no other", () => {
		const sealed = secrets.seal(owner, { apiKey: "sk_test_PLANTED" });
		expect(Buffer.from(sealed.ciphertext).includes("PLANTED")).toBe(false);
		expect(secrets.open(owner, sealed)).toEqual({ apiKey: "sk_test_PLANTED" });
		expect(() => secrets.open({ ...owner, connectionId: "c2" }, sealed)).toThrow(/Enter them again/);
		expect(() => secrets.open({ ...owner, tenantId: tenantB }, sealed)).toThrow(/Enter them again/);
	});
});

describe("object storage", () => {
	const folder = mkdtempSync(join(tmpdir(), "tieout-objects-"));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	const storage = createDiskStorage(folder, keys);
	const files = (): string[] =>
		readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
			entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
		);

	it("returns the bytes as received, keeps them encrypted and the same ones once", async () => {
		const page = bytes(`{"data":["${"PLANTED ".repeat(500)}"]}`);
		const first = await storage.put(tenantA, page);
		expect(await storage.put(tenantA, page)).toEqual(first);
		expect(first).toMatchObject({ key: `${tenantA}/${first.sha256}`, sizeBytes: page.length });
		expect(await storage.get(tenantA, first.key)).toEqual(page);
		expect(files()).toHaveLength(1);
		const stored = readFileSync(files()[0] ?? "");
		expect(stored.includes("PLANTED")).toBe(false);
		expect(stored.length).toBeLessThan(page.length / 5);
	});

	it("notices a changed byte, a file that is gone and another tenant", async () => {
		const { key } = await storage.put(tenantB, bytes("page"));
		await expect(storage.get(tenantA, key)).rejects.toMatchObject({ code: "OBJECT_FOREIGN" });
		await expect(storage.get(tenantB, `${tenantB}/../${key}`)).rejects.toMatchObject({ code: "OBJECT_FOREIGN" });
		const file = files().find((path) => path.includes(tenantB)) ?? "";
		const stored = readFileSync(file);
		stored[stored.length - 1] = (stored.at(-1) ?? 0) ^ 1;
		writeFileSync(file, stored);
		await expect(storage.get(tenantB, key)).rejects.toMatchObject({ code: "OBJECT_HASH_MISMATCH" });
		rmSync(file);
		await expect(storage.get(tenantB, key)).rejects.toMatchObject({ code: "OBJECT_MISSING" });
	});
});
