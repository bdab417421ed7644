// The contract of every connector, against the sandbox over HTTP. A new connector is in this suite as soon as it is registered.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { connectorOf } from "../../connectors/registry.ts";
import { VendorRefusal } from "../../connectors/vendor-refusal.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { CanonicalRow } from "../../domain/sync/canonical.ts";
import type { VendorStream } from "../../domain/sync/vendors/vendor.ts";
import { vendorIds, vendors } from "../../domain/sync/vendors/vendors.ts";
import { type Sandbox, startSandbox } from "../../sandbox/server.ts";
import { credentialsOf, keep, readToEnd, scenario, streamsInOrder, zone } from "./scenario.ts";

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ seed: "contract", orders: 1200, companies: ["larkfield"] });
	// So that every stream has a record.
	sandbox.strikeData({ kind: "deleted_record", vendor: "netsuite", how: "transaction", count: 2 });
});
afterEach(() => sandbox.clearFaults());
afterAll(() => sandbox.stop());

const overHttp = vendorIds.filter((vendor) => vendor !== "files");
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe.each(vendorIds)("%s", (vendor) => {
	test("declares the streams that it handles, each with a version and a first cursor", () => {
		const connector = connectorOf(vendor);
		expect(Object.keys(connector.streams).sort()).toEqual(Object.keys(vendors[vendor].streams).sort());
		for (const { stream } of streamsInOrder(vendor)) {
			expect(stream.transformVersion).toBeGreaterThanOrEqual(1);
			expect(() => JSON.parse(stream.firstCursor)).not.toThrow();
		}
	});

	test("reads a window of days where it says that it can: at least the rows of those days, by the same keys, and then ends", async () => {
		const of = await scenario(sandbox, vendor);
		const declared: Readonly<Record<string, VendorStream>> = vendors[vendor].streams;
		for (const { stream } of streamsInOrder(vendor)) await readToEnd(of, stream);
		for (const { name, stream } of streamsInOrder(vendor)) {
			expect(stream.windowCursor !== undefined, name).toBe(declared[name]?.window === true);
			if (stream.windowCursor === undefined) continue;
			const [from, to] = ["2026-10-05", "2026-10-09"];
			const part = await scenario(sandbox, vendor, { parentsWithin: of.context.parentsWithin });
			const visited = await readToEnd(part, stream, stream.windowCursor(from, to));
			expect(visited.at(-1)?.page.done).toBe(true);
			const kind = declared[name]?.kind;
			// Items are dated by their own day; the window chooses their payouts.
			const days = new Map([...of.rows.values()].filter((row) => row.kind === "payout").map((row) => [row.naturalKey, row.ledgerDate]));
			const dayOf = (row: CanonicalRow): string => (row.kind === "payout_item" ? (days.get(row.groupKey) ?? "") : row.ledgerDate);
			const wanted = [...of.rows].filter(([, row]) => row.kind === kind && dayOf(row) >= from && dayOf(row) <= to);
			expect(wanted.length, name).toBeGreaterThan(0);
			for (const [key, row] of wanted) expect(part.rows.get(key), key).toEqual(row);
			expect(part.rows.size, name).toBeLessThan([...of.rows.values()].filter((row) => row.kind === kind).length);
		}
	});

	test("reads every stream to its end, each record once, and every record can be cut out of the stored bytes again", async () => {
		const of = await scenario(sandbox, vendor);
		for (const { name, stream } of streamsInOrder(vendor)) {
			const visited = await readToEnd(of, stream);
			const keys = visited.flatMap(({ page }) => page.records.map(({ naturalKey }) => naturalKey));
			expect(new Set(keys).size, name).toBe(keys.length);
			expect(keys.length, name).toBeGreaterThan(0);
			for (const { page } of visited)
				for (const record of page.records.slice(0, 3).concat(page.records.slice(-3))) expect(of.cut(page, record)).toBe(record.text);
		}
		expect(of.refused).toEqual([]);
		expect(of.rows.size).toBeGreaterThan(20);
	});

	test("resumes from every page: reading from a kept cursor gives the same page again", async () => {
		const of = await scenario(sandbox, vendor);
		for (const { name, stream } of streamsInOrder(vendor)) {
			const again = await scenario(sandbox, vendor);
			for (const [key, row] of of.rows) again.rows.set(key, row);
			let at = stream.firstCursor;
			for (let pages = 0; pages < 1000; pages++) {
				const page = await stream.readPage(at, of.context);
				const second = await stream.readPage(at, again.context);
				expect(second.records, name).toEqual(page.records);
				expect(second.done, name).toBe(page.done);
				keep(of, stream, page);
				keep(again, stream, second);
				if (page.done) break;
				at = page.nextCursor;
			}
		}
	});

	test("is done for good: an incremental run ends and brings nothing that is new", async () => {
		const of = await scenario(sandbox, vendor);
		for (const { name, stream } of streamsInOrder(vendor)) {
			const first = await readToEnd(of, stream);
			const before = new Map(of.rows);
			const cursor = first.at(-1)?.page.nextCursor ?? "";
			const second = await readToEnd(of, stream, cursor);
			expect(of.rows, name).toEqual(before);
			expect(second.length, name).toBeLessThanOrEqual(first.length);
			const third = await readToEnd(of, stream, second.at(-1)?.page.nextCursor ?? "");
			expect(third.at(-1)?.page.done, name).toBe(true);
			expect(third.length, name).toBe(second.length);
		}
	});

	test("transforms purely: the same text gives the same rows, and a refusal is a value with a reason", async () => {
		const of = await scenario(sandbox, vendor);
		for (const { stream } of streamsInOrder(vendor)) {
			const visited = await readToEnd(of, stream);
			const page = visited.find(({ page: { records } }) => records.length > 0)?.page;
			const record = page?.records[1] ?? page?.records[0];
			if (page === undefined || record === undefined) throw new Error("no record");
			const config = page.config ?? of.context.config;
			expect(stream.transform(structuredClone(record), zone, config)).toEqual(stream.transform(record, zone, config));
			const refused = stream.transform({ ...record, text: vendor === "files" ? "garbage" : '{"id":1}' }, zone, config);
			expect(refused.ok).toBe(false);
			if (!refused.ok) {
				expect(refused.error.naturalKey).toBe(record.naturalKey);
				expect(refused.error.code).toMatch(/^[A-Z_]+$/);
				expect(refused.error.reason).toMatch(/\.$/);
			}
		}
	});

	test("its own totals tie to the rows", async () => {
		const of = await scenario(sandbox, vendor);
		for (const { stream } of streamsInOrder(vendor)) await readToEnd(of, stream);
		const totals = await connectorOf(vendor).totals("after", of.context);
		expect(totals.length).toBeGreaterThan(0);
		for (const total of totals) {
			const keys = total.ours.naturalKeys === null ? null : new Set(total.ours.naturalKeys);
			const rows = [...of.rows.values()].filter(
				(row) => row.kind === total.ours.kind && row.currency === total.currency && (keys === null || keys.has(row.naturalKey)),
			);
			const added = rows.reduce((sum, row) => sum + (total.ours.measure === "net" ? row.netMinor : row.amountMinor), 0n);
			const ours = total.summed ?? { minor: added, count: rows.length };
			expect(total.minor, `${total.name} ${total.currency}`).toBe(ours.minor);
			if (total.count !== null) expect(total.count).toBe(ours.count);
		}
	});

	test("answers a test of the connection", async () => {
		const of = await scenario(sandbox, vendor);
		expect((await connectorOf(vendor).test(of.context)).account).not.toBe("");
	});
});

describe.each(overHttp)("%s over HTTP", (vendor) => {
	const firstStream = () => streamsInOrder(vendor)[0]?.stream ?? (null as never);
	const refusalOf = async (work: () => Promise<unknown>): Promise<VendorRefusal> => {
		const error = await work().then(
			() => null,
			(thrown: unknown) => thrown,
		);
		if (!(error instanceof VendorRefusal)) throw new Error(`not a refusal: ${String(error)}`);
		return error;
	};

	test("keeps no secret: not in the request, the headers or an error", async () => {
		const of = await scenario(sandbox, vendor);
		const secrets = Object.entries(of.context.secrets).filter(([name]) => name !== "accountId");
		const visited = await readToEnd(of, firstStream());
		sandbox.addFault({ kind: "rate_limit", vendor, times: 1, skip: 0, path: "", retryAfterSeconds: 1 });
		const refusal = await refusalOf(() => firstStream().readPage(firstStream().firstCursor, of.context));
		const kept = [...visited.map(({ page }) => page.response), refusal.response];
		for (const response of kept) {
			const text = JSON.stringify({ ...response, body: textOf(response?.body ?? new Uint8Array()) });
			for (const [name, value] of secrets) expect(text.includes(value.slice(0, 40)), name).toBe(false);
			expect(text).not.toMatch(/bearer /i);
			expect(Object.keys(response?.headers ?? {})).not.toContain("authorization");
		}
		for (const [, value] of secrets) expect(JSON.stringify([refusal.message, refusal.facts])).not.toContain(value.slice(0, 40));
	});

	test("hands on a 429 with its Retry-After and the answer to keep", async () => {
		const of = await scenario(sandbox, vendor);
		sandbox.addFault({ kind: "rate_limit", vendor, times: 1, skip: 0, path: "", retryAfterSeconds: 66_975 });
		const refusal = await refusalOf(() => firstStream().readPage(firstStream().firstCursor, of.context));
		expect(refusal.code).toBe("VENDOR_RATE_LIMITED");
		expect(refusal.retryAfterMs).toBe(66_975_000);
		expect(refusal.facts.retryAfterMs).toBe(66_975_000);
		expect(refusal.response?.status).toBe(429);
		expect(refusal.response?.body.length).toBeGreaterThan(0);
	});

	test("says what to do when the credentials are refused", async () => {
		const wrong = Object.fromEntries(
			Object.entries(credentialsOf(sandbox, vendor)).map(([name, value]) => [name, name === "privateKeyPem" ? value : `${value}x`]),
		);
		const of = await scenario(sandbox, vendor, { secrets: wrong });
		const refusal = await refusalOf(() => connectorOf(vendor).test(of.context));
		expect(refusal.code).toBe("VENDOR_AUTH");
		expect(refusal.message).toMatch(/does not accept .*\. .*\.$/);
		const empty = await scenario(sandbox, vendor, { secrets: {} });
		await expect(connectorOf(vendor).test(empty.context)).rejects.toMatchObject({ code: "CREDENTIALS_MISSING" });
	});

	test("says that nobody answers when nobody does", async () => {
		const of = await scenario(sandbox, vendor, { baseUrl: "http://127.0.0.1:9" });
		const refusal = await refusalOf(() => connectorOf(vendor).test(of.context));
		expect(refusal.code).toBe("VENDOR_UNREACHABLE");
		expect(refusal.response).toBeNull();
	});

	test("does not take a cut answer for a page", async () => {
		const of = await scenario(sandbox, vendor);
		await connectorOf(vendor).test(of.context);
		sandbox.addFault({ kind: "cut", vendor, times: 1, skip: 0, path: vendor === "netsuite" ? "suiteql" : "" });
		await expect(firstStream().readPage(firstStream().firstCursor, of.context)).rejects.toBeInstanceOf(TieoutError);
		const page = await firstStream().readPage(firstStream().firstCursor, of.context);
		expect(page.records.length).toBeGreaterThan(0);
	});

	test("stops at once when it is told to", async () => {
		const stopped = new AbortController();
		stopped.abort();
		const of = await scenario(sandbox, vendor, { signal: stopped.signal });
		await expect(firstStream().readPage(firstStream().firstCursor, of.context)).rejects.toMatchObject({ name: "AbortError" });
	});

	test.each(["text", "missing"] as const)("refuses one record whose amount is %s and reads the others", async (how) => {
		const probe = await scenario(sandbox, vendor);
		const { stream, name } = streamsInOrder(vendor)[0] ?? (null as never);
		const all = await readToEnd(probe, stream);
		const record = all[0]?.page.records[5]?.naturalKey ?? "";
		sandbox.addFault({ kind: "unparseable", vendor, record, how });
		const of = await scenario(sandbox, vendor);
		await readToEnd(of, stream);
		expect(of.refused, name).toHaveLength(1);
		expect(of.refused[0]).toContain(record);
		expect(of.rows.size).toBe(probe.rows.size - 1);
	});
});

test("a page boundary between events of one second loses none of them", async () => {
	const of = await scenario(sandbox, "stripe");
	const { stream } = streamsInOrder("stripe")[0] ?? (null as never);
	await readToEnd(of, stream);
	const truth = sandbox.company("larkfield").history.entries.length;
	expect([...of.rows.values()].filter((row) => row.kind === "balance_entry")).toHaveLength(truth);
});

test("a token that is ended before it is used is bought again; the third time it holds", async () => {
	let asked = 0;
	// The clock is asked before and after a token is bought, and never between its use and the answer.
	const now = (): string => {
		if (++asked <= 4) sandbox.revokeNetSuiteTokens();
		return new Date().toISOString();
	};
	const { context } = await scenario(sandbox, "netsuite", { now });
	const page = await connectorOf("netsuite").streams["ledger_lines"]?.readPage(
		connectorOf("netsuite").streams["ledger_lines"]?.firstCursor ?? "",
		context,
	);
	expect(page?.records.length).toBeGreaterThan(0);
	expect(asked).toBeGreaterThan(4);
});

test("the token is bought once and used for all pages", async () => {
	const before = sandbox.requests().filter(({ target }) => target.includes("/oauth2/")).length;
	const of = await scenario(sandbox, "netsuite");
	const { stream } = streamsInOrder("netsuite")[0] ?? (null as never);
	await readToEnd(of, stream);
	await readToEnd(of, stream);
	expect(sandbox.requests().filter(({ target }) => target.includes("/oauth2/")).length - before).toBeLessThanOrEqual(1);
});
