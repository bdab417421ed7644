// After each change of data the sandbox's truth is still what a reconciliation must find: the engine reads the changed company from
// its beginning and is graded as on the seeds it has never seen.
import { createHash, randomInt } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { asOfDay } from "../../domain/reconciliation/as-of-day.ts";
import { reconcile } from "../../domain/reconciliation/reconcile.ts";
import { passNames, stripeNetsuiteRules } from "../../domain/reconciliation/rules.ts";
import type { DataFault } from "../../sandbox/company/strike-data.ts";
import { type Sandbox, startSandbox } from "../../sandbox/server.ts";
import { october } from "../reconciliation/books-builder.ts";
import { gradeOf } from "../reconciliation/grade.ts";
import { booksOfSandbox } from "../reconciliation/sandbox-books.ts";

const seed = process.env.FAULTS_SEED ?? String(randomInt(1_000_000_000));
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** With what each adds to the truth of the month. */
const faults: readonly { readonly fault: DataFault; readonly more: number }[] = [
	{ fault: { kind: "late_record", vendor: "stripe", hours: 30 }, more: 0 },
	{ fault: { kind: "late_record", vendor: "netsuite", hours: 6 }, more: 0 },
	{ fault: { kind: "edited_record", vendor: "stripe", how: "payout_failed" }, more: 0 },
	{ fault: { kind: "edited_record", vendor: "netsuite", how: "amount" }, more: 1 },
	{ fault: { kind: "edited_record", vendor: "netsuite", how: "memo" }, more: 0 },
	{ fault: { kind: "deleted_record", vendor: "netsuite", how: "line", count: 1 }, more: 1 },
	{ fault: { kind: "deleted_record", vendor: "netsuite", how: "transaction", count: 1 }, more: 1 },
];

let sandbox: Sandbox | null = null;
afterEach(() => sandbox?.stop());

describe(`seed ${seed}`, () => {
	test.each(faults)(
		"after $fault.kind of $fault.vendor ($fault.how) the engine finds the truth and nothing else",
		async ({ fault, more }) => {
			const own = (sandbox = await startSandbox({ seed, orders: 600, companies: ["larkfield"] }));
			const before = own.truth(october).exceptions.length;
			own.strikeData(fault);
			const truth = own.truth(october);
			expect(truth.exceptions).toHaveLength(before + more);
			const { rows, balances } = await booksOfSandbox(own);
			const rules = { ...stripeNetsuiteRules, passes: passNames };
			const input = { period: october, zone: "America/New_York", asOf: asOfDay(rows, "2026-11-20"), rules, rows, balances };
			const { pairs, exceptions } = gradeOf(reconcile(input, sha256), truth);
			expect([exceptions.missed, exceptions.wrong]).toEqual([[], []]);
			expect([pairs.missed, pairs.wrong]).toEqual([[], []]);
		},
	);
});
