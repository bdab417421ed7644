// The faults that change a company's data: the change shows where the vendor would show it, everything else keeps its id and its
// figure, the sums still agree (F1, F2, F4, F7 of SPEC.md), and the truth is what a reconciliation must find now.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import type { Company } from "../../sandbox/company/company.ts";
import { net } from "../../sandbox/company/processor.ts";
import type { DataFault } from "../../sandbox/company/strike-data.ts";
import { type MadeChange, tenantsOf } from "../../sandbox/company/tenants.ts";
import { type Truth, truthOf } from "../../sandbox/company/truth.ts";
import { clockFile } from "../../sandbox/core/clock-file.ts";
import { editsFile } from "../../sandbox/core/edits-file.ts";
import { type Sandbox, startSandbox } from "../../sandbox/server.ts";
import { balanceObject } from "../../sandbox/stripe/objects.ts";
import { netsuiteAsker } from "./ask-netsuite.ts";

const slug = "larkfield";
const october = { from: "2026-10-01", to: "2026-10-31" };
const seeds = ["ash", "beech", "cherry"];
const faults: readonly DataFault[] = [
	{ kind: "late_record", vendor: "stripe", hours: 30 },
	{ kind: "late_record", vendor: "netsuite", hours: 6 },
	{ kind: "edited_record", vendor: "stripe", how: "payout_failed" },
	{ kind: "edited_record", vendor: "stripe", how: "description" },
	{ kind: "edited_record", vendor: "netsuite", how: "amount" },
	{ kind: "edited_record", vendor: "netsuite", how: "memo" },
	{ kind: "deleted_record", vendor: "netsuite", how: "transaction", count: 2 },
	{ kind: "deleted_record", vendor: "netsuite", how: "line", count: 1 },
];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

function expectAgreement(company: Company): void {
	const balance = balanceObject(company) as Record<"available" | "pending", { amount: number; currency: string }[]>;
	for (const currency of ["usd", "eur"]) {
		const held = [...balance.available, ...balance.pending].filter((one) => one.currency === currency).map(({ amount }) => amount);
		expect(sum(held)).toBe(sum(company.history.entries.filter((entry) => entry.currency === currency).map(net)));
	}
	const paid = new Set<string>();
	for (const { kind, amount, items } of company.history.payouts) {
		if (kind === "automatic") expect(sum(items.map(net))).toBe(amount);
		for (const { id } of items) {
			expect(paid.has(id)).toBe(false);
			paid.add(id);
		}
	}
	for (const { lines } of company.ledger) expect(sum(lines.map(({ amount }) => amount))).toBe(0);
	expect(new Set(company.ledger.map(({ id }) => id)).size).toBe(company.ledger.length);
	const difference = sum(
		truthOf(company, october)
			.exceptions.filter(({ currency }) => currency === "USD")
			.map(({ differenceMinor }) => Number(differenceMinor)),
	);
	const inMonth = (day: string): boolean => day >= october.from && day <= october.to;
	const arrived = company.history.payouts.filter(({ currency, arrivalDay }) => currency === "usd" && inMonth(arrivalDay));
	const booked = company.ledger.filter(({ type, currency, day }) => type === "Deposit" && currency === "USD" && inMonth(day));
	const banked = booked.map(({ lines }) => lines.find(({ mainline }) => mainline)?.amount ?? 0);
	expect(difference).toBe(sum(arrived.map(({ amount }) => amount)) - sum(banked));
}

describe.each(seeds)("seed %s", (seed) => {
	it.each(faults)("after $kind of $vendor ($how) the figures agree, at once and five days later, and nothing else has moved", (fault) => {
		const tenants = tenantsOf([{ slug, seed, orders: 600 }]);
		const before = tenants.company(slug);
		tenants.strikeData(fault, slug);
		const after = tenants.company(slug);
		expectAgreement(after);
		const kept = new Map(after.ledger.map((transaction) => [transaction.id, transaction]));
		const moved = before.ledger.filter((transaction) => JSON.stringify(kept.get(transaction.id)) !== JSON.stringify(transaction));
		const changes = fault.kind === "late_record" || fault.vendor === "stripe" ? 0 : fault.kind === "deleted_record" ? fault.count : 1;
		expect(moved).toHaveLength(changes);
		tenants.advance(5);
		const later = tenants.company(slug);
		expectAgreement(later);
		const then = new Map(later.ledger.map((transaction) => [transaction.id, transaction]));
		for (const { id, day, role, lines } of after.ledger) expect(then.get(id)).toMatchObject({ day, role, lines });
		const entries = new Map(later.history.entries.map((entry) => [entry.id, entry]));
		for (const entry of after.history.entries) expect(entries.get(entry.id)).toEqual(entry);
	});

	it("eight faults on top of each other still agree, and a second one takes another record", () => {
		const tenants = tenantsOf([{ slug, seed, orders: 600 }]);
		const records = [...faults, ...faults.filter(({ kind }) => kind !== "deleted_record")].flatMap(
			(fault) => tenants.strikeData(fault, slug).records,
		);
		expectAgreement(tenants.company(slug));
		const transactions = records.map((record) => record.split(":")[0]);
		expect(new Set(transactions).size).toBeGreaterThan(4);
	});
});

const folder = mkdtempSync(join(tmpdir(), "tieout-edits-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("what was changed is kept over restarts, and a reset takes it back", () => {
	const kept = { clock: clockFile(folder), changes: editsFile<MadeChange>(folder) };
	const before = tenantsOf([{ slug, orders: 400 }], kept);
	const seeded = before.company(slug);
	before.strikeData({ kind: "edited_record", vendor: "netsuite", how: "amount" }, slug);
	const after = tenantsOf([{ slug, orders: 400 }], kept);
	expect(after.company(slug)).toEqual(before.company(slug));
	expect(after.changes()).toHaveLength(1);
	after.reset();
	expect(tenantsOf([{ slug, orders: 400 }], kept).company(slug)).toEqual(seeded);
});

let sandbox: Sandbox | null = null;
afterEach(() => sandbox?.stop());

const exceptions = (truth: Truth): string[] => truth.exceptions.map(({ type, leaf }) => `${type} ${leaf}`);

describe("over HTTP", () => {
	const start = async (): Promise<Sandbox> => (sandbox = await startSandbox({ seed: "ash", orders: 600 }));
	const rows = async (path: string): Promise<Record<string, unknown>[]> => {
		const headers = { authorization: `Bearer ${sandbox?.companies[0]?.stripeKey}` };
		const answer = await fetch(`${sandbox?.url}/v1/${path}`, { headers });
		return ((await answer.json()) as { data: Record<string, unknown>[] }).data;
	};

	it("a late charge stands behind newer rows, and is paid out and booked once the clock moves", async () => {
		const own = await start();
		const before = await rows("balance_transactions?limit=100");
		own.strikeData({ kind: "late_record", vendor: "stripe", hours: 30 });
		const after = await rows("balance_transactions?limit=100");
		const [late] = after.filter(({ id }) => !before.some((row) => row.id === id));
		expect(late?.created).toBe(own.company().now - 30 * 3_600);
		expect(after.findIndex(({ id }) => id === late?.id)).toBeGreaterThan(0);
		own.advance(6);
		const { leafLine } = own.truth({ from: "2026-11-01", to: "2026-11-30" });
		expect(leafLine.filter(({ leaf }) => leaf === `${String(late?.source)}:gross`)).toHaveLength(1);
	});

	it("a payout that turned to failed has its reversal, its return at the bank, and is paid again", async () => {
		const own = await start();
		const [id] = own.strikeData({ kind: "edited_record", vendor: "stripe", how: "payout_failed" }).records;
		const failed = (await rows("payouts?limit=100")).find((row) => row.id === id);
		expect(failed).toMatchObject({ status: "failed", failure_code: "account_closed" });
		const [reversal] = await rows("balance_transactions?limit=1&type=payout_failure");
		expect(failed?.failure_balance_transaction).toBe(reversal?.id);
		expect(own.company().bank.filter(({ role, payouts }) => role === "return" && payouts.includes(id ?? ""))).toHaveLength(1);
		own.advance(3);
		const again = own.company().history.payouts.find(({ items }) => items.some((item) => item.id === reversal?.id));
		expect(again?.created).toBeGreaterThan(Number(reversal?.created));
	});

	it("an edited line moves its transaction's modification time, and the truth has the wrong amount", async () => {
		const own = await start();
		const before = own.truth(october);
		const [record = ""] = own.strikeData({ kind: "edited_record", vendor: "netsuite", how: "amount" }).records;
		const [transaction, line] = record.split(":");
		const asker = netsuiteAsker(own);
		const { body } = await asker.suiteql(
			`SELECT TO_CHAR(t.lastmodifieddate,'YYYY-MM-DD"T"HH24:MI:SS') AS modified, tl.custcol_stripe_id AS charge FROM transaction t
			INNER JOIN transactionline tl ON tl.transaction = t.id WHERE t.id = ${transaction} AND tl.id = ${line}`,
		);
		expect(body.items?.[0]?.modified).toBe(new Date(own.company().now * 1000).toISOString().slice(0, 19));
		const added = exceptions(own.truth(october)).filter((one) => !exceptions(before).includes(one));
		expect(added).toEqual([`wrong_amount ${String(body.items?.[0]?.charge)}:gross`]);
	});

	it("a deleted deposit is in deletedrecord and nowhere else, and its payout is missing in the ledger", async () => {
		const own = await start();
		const before = own.truth(october);
		const records = own.strikeData({ kind: "deleted_record", vendor: "netsuite", how: "transaction", count: 2 }).records;
		const asker = netsuiteAsker(own);
		const { body } = await asker.suiteql("SELECT recordid, type, name FROM deletedrecord ORDER BY recordid");
		expect(body.items?.map(({ recordid }) => recordid)).toEqual([...records].sort());
		for (const table of ["transactionline", "transactionaccountingline"]) {
			const left = await asker.suiteql(`SELECT COUNT(*) AS n FROM ${table} WHERE transaction IN (${records.join(", ")})`);
			expect(left.body.items?.[0]?.n).toBe("0");
		}
		const added = exceptions(own.truth(october)).filter((one) => !exceptions(before).includes(one));
		expect(added.every((one) => one.startsWith("missing_in_ledger po_"))).toBe(true);
		expect(own.truth(october).payoutDeposit).toHaveLength(before.payoutDeposit.length - added.length);
	});

	it("a removed line leaves the numbers of the others, and no word in deletedrecord", async () => {
		const own = await start();
		const asker = netsuiteAsker(own);
		const [record = ""] = own.strikeData({ kind: "deleted_record", vendor: "netsuite", how: "line", count: 1 }).records;
		const [transaction, line] = record.split(":");
		const { body } = await asker.suiteql(`SELECT id FROM transactionline WHERE transaction = ${transaction} ORDER BY id`);
		const numbers = body.items?.map(({ id }) => Number(id)) ?? [];
		expect(numbers).not.toContain(Number(line));
		expect(numbers).toContain(Number(line) + 1);
		expect(numbers.at(-1)).toBe(numbers.length);
		expect((await asker.suiteql("SELECT recordid FROM deletedrecord")).body.items).toEqual([]);
	});

	it("a late journal has a modification time before the newest one, and changes no truth", async () => {
		const own = await start();
		const before = own.truth(october);
		own.strikeData({ kind: "late_record", vendor: "netsuite", hours: 6 });
		const late = own.company().ledger.find(({ tranid }) => tranid === "JE-IMP1");
		expect(late?.bookedAt).toBe(own.company().now - 6 * 3_600);
		expect(own.truth(october)).toEqual(before);
	});

	it("Stripe deletes nothing: the control API says so", async () => {
		await start();
		const body = JSON.stringify({ kind: "deleted_record", vendor: "stripe" });
		const answer = await fetch(`${sandbox?.url}/__control/faults`, { method: "POST", body });
		expect([answer.status, await answer.json()]).toEqual([
			400,
			{ error: "Stripe deletes nothing that moved the balance: take vendor netsuite" },
		]);
	});
});
