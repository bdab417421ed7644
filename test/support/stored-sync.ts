// A synced connection without a vendor or a workflow: a Stripe page of balance transactions stored and committed by the same
// functions a sync uses, so that what reads it sees the real thing.
import { createHash, randomUUID } from "node:crypto";
import { createConnection } from "../../db/sync/connection.store.ts";
import { commitPage } from "../../db/sync/commit-page.store.ts";
import { takeLeases } from "../../db/sync/stream.store.ts";
import { insertRequested } from "../../db/jobs/job.store.ts";
import type { CanonicalRow } from "../../domain/sync/canonical.ts";
import { sliceElements, sliceMembers } from "../../domain/sync/json-slices.ts";
import type { ObjectStorage } from "../../platform/object-storage.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import type { TestDatabase, TestTenant } from "./database.ts";

const stream = "balance_transactions";

export interface StoredSync {
	readonly connectionId: string;
	readonly jobId: string;
	readonly pageId: string;
	/** In the page's order. */
	readonly rows: readonly { readonly naturalKey: string; readonly canonicalId: string; readonly recordId: string; readonly text: string }[];
	readonly bytes: Uint8Array;
	readonly objectKey: string;
}

/** `count` charges of 10.00, 11.00, … less 0.59 fee each, on 1, 2, … October 2026. */
export async function storedSync(db: TestDatabase, storage: ObjectStorage, tenant: TestTenant, count = 3): Promise<StoredSync> {
	const { tenantId } = tenant;
	const connectionId = randomUUID();
	const jobId = randomUUID();
	const workflowId = syncId(tenantId, connectionId);
	const data = Array.from({ length: count }, (_, i) => ({
		id: `txn_${tenant.currency}_${i}`,
		amount: 1000 + i * 100,
		fee: 59,
		note: "“é”",
	}));
	const body = JSON.stringify({ object: "list", data, has_more: false, echoed: "sk_test_abcdefgh12345678" });
	const bytes = new TextEncoder().encode(body);
	const stored = await storage.put(tenantId, bytes);
	const texts = sliceElements(sliceMembers(body).get("data") ?? "[]");

	const committed = await db.withTenant(tenant, async (em) => {
		await createConnection(em, {
			tenantId,
			id: connectionId,
			entityId: tenant.entityId,
			vendor: "stripe",
			name: "Stripe",
			baseUrl: "http://127.0.0.1:1",
			config: { lookbackHours: 48, hidden: "not a declared field" },
		});
		const input = { tenantId, connectionId, jobId, correlationId: "test" };
		const job = { kind: "sync", title: "Sync Stripe", businessKey: connectionId, requestedBy: null, correlationId: "test" } as const;
		await insertRequested(em, { ...job, tenantId, id: jobId, workflowId, input });
		const [lease] = await takeLeases(em, { tenantId, connectionId, holder: "test", streams: [{ name: stream, firstCursor: "{}" }] });
		return commitPage(em, {
			tenantId,
			connectionId,
			stream,
			jobId,
			workflowId,
			runId: randomUUID(),
			activityId: "1",
			attempt: 1,
			response: {
				method: "GET",
				target: "/v1/balance_transactions?limit=100",
				requestBody: "",
				status: 200,
				headers: { "content-type": "application/json", "set-cookie": "a=b", "request-id": "req_1" },
				receivedAt: "2026-11-09T17:00:00.000Z",
			},
			stored,
			epoch: lease?.epoch ?? 1,
			seqBefore: 0,
			cursorBefore: "{}",
			cursorAfter: '{"at":1}',
			transformVersion: 1,
			records: data.map((item, index) => ({
				naturalKey: item.id,
				index,
				payloadSha256: createHash("sha256")
					.update(texts[index] ?? "")
					.digest("hex"),
				rows: [charge(item, index, tenant.currency)],
			})),
			refused: [],
			finishesFile: null,
		});
	});
	const ids = await db.withTenant(tenant, (em) =>
		em.execute<{ naturalKey: string; canonicalId: string; recordId: string }[]>(
			`select natural_key as "naturalKey", id::text as "canonicalId", record_id::text as "recordId" from canonical_rows
			where tenant_id = ? and connection_id = ? order by natural_key`,
			[tenantId, connectionId],
		),
	);
	const rows = ids.map((row, i) => ({ ...row, text: texts[i] ?? "" }));
	return { connectionId, jobId, pageId: committed.pageId, rows, bytes, objectKey: stored.key };
}

function charge(item: { id: string; amount: number; fee: number }, index: number, currency: string): CanonicalRow {
	return {
		kind: "balance_entry",
		naturalKey: item.id,
		ledgerDate: `2026-10-${String(index + 1).padStart(2, "0")}`,
		dateKind: "value_date",
		occurredAt: null,
		currency,
		amountMinor: BigInt(item.amount),
		feeMinor: BigInt(item.fee),
		netMinor: BigInt(item.amount - item.fee),
		category: index % 2 === 0 ? "charge" : "refund",
		status: "available",
		reference: `ch_${index}`,
		groupKey: "",
		groupReference: "",
		relatedKey: "",
		document: "",
		documentKind: "charge",
		account: "",
		description: "",
	};
}
