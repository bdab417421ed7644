// Writes what the engine found, set-based, in the caller's one transaction. A run that is done is never written again.
import { derivedId } from "../../domain/core/ids.ts";
import type { Outcome } from "../../domain/reconciliation/outcome.ts";
import { notify } from "../notify.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { exceptionRow, leafRow, listRow, matchRow, pointer, proofRow, sidesOf, text, type JsonRow } from "./outcome-rows.ts";

export interface SaveOutcome {
	readonly tenantId: string;
	readonly runId: string;
	readonly outcome: Outcome;
	/** Called after each statement, so that a long save can give signs of life. */
	readonly saved?: (rows: number) => void;
}

// Keeps one statement's JSON at about a megabyte.
const rowsPerStatement = 2_000;

/** False when the run was saved before: an earlier try committed. */
export async function saveOutcome(em: ScopedEm, { tenantId, runId, outcome, saved }: SaveOutcome): Promise<boolean> {
	// The row lock makes two tries queue up; the second then sees the first one's end.
	const [run] = await em.execute<{ status: string }[]>(
		`select status from reconciliation_runs where tenant_id = ?::uuid and id = ?::uuid for update`,
		[tenantId, runId],
	);
	if (run?.status !== "frozen") return false;
	const insert = inserter(em, tenantId, runId, saved ?? (() => undefined));
	await insert(
		"payout_proofs",
		{
			payout_key: "text",
			canonical_id: "uuid",
			canonical_version: "int",
			ledger_date: "date",
			currency: "text",
			kind: "text",
			status: "text",
			payout_minor: "bigint",
			items_minor: "bigint",
			bank_minor: "bigint",
			booked_minor: "bigint",
			difference_minor: "bigint",
			sentence: "text",
		},
		outcome.proofs.map(proofRow),
	);
	await insert(
		"proof_lines",
		{ payout_key: "text", position: "int", category: "text", ...sides },
		outcome.proofs.flatMap(({ payout, lines }) =>
			lines.map((line, position) => ({ payout_key: payout.naturalKey, position, category: line.category, ...sidesOf(line) })),
		),
	);
	await insert(
		"proof_leaves",
		{
			payout_key: "text",
			position: "int",
			category: "text",
			leaf: "text",
			members: "int",
			exception_type: "text",
			sentence: "text",
			a_row_id: "uuid",
			a_row_version: "int",
			a_minor: "bigint",
			b_row_id: "uuid",
			b_row_version: "int",
			b_minor: "bigint",
		},
		outcome.proofs.flatMap(({ payout, leaves }) =>
			leaves.map((leaf, position) => ({ payout_key: payout.naturalKey, position, ...leafRow(leaf) })),
		),
	);
	await insert(
		"payout_rows",
		{
			key: "text",
			kind: "text",
			status: "text",
			section: "text",
			label: "text",
			payout_key: "text",
			currency: "text",
			ledger_date: "date",
			sentence: "text",
			a_count: "bigint",
			a_minor: "bigint",
			b_count: "bigint",
			b_minor: "bigint",
			bank_stripe_count: "bigint",
			bank_stripe_minor: "bigint",
			bank_count: "bigint",
			bank_minor: "bigint",
			records: "jsonb",
		},
		outcome.rows.map(listRow),
	);
	const matches = outcome.matches.map((match, index) => ({ ...match, id: derivedId("match", runId, String(index)) }));
	await insert(
		"matches",
		{
			id: "uuid",
			level: "text",
			pass: "text",
			payout_key: "text",
			leaf: "text",
			category: "text",
			currency: "text",
			a_minor: "bigint",
			b_minor: "bigint",
			residual_minor: "bigint",
			reasons: "jsonb",
		},
		matches.map(matchRow),
	);
	await insert(
		"match_members",
		{ match_id: "uuid", side: "text", position: "int", ...canonical, amount_minor: "bigint" },
		matches.flatMap(({ id, members }) =>
			members.map(({ side, row, amountMinor }, position) => ({
				match_id: id,
				side,
				position,
				...pointer(row),
				amount_minor: text(amountMinor),
			})),
		),
	);
	await insert(
		"match_losers",
		{ match_id: "uuid", position: "int", ...canonical, reason: "text" },
		matches.flatMap(({ id, losers }) => losers.map(({ row, reason }, position) => ({ match_id: id, position, ...pointer(row), reason }))),
	);
	await insert(
		"exceptions",
		{
			id: "uuid",
			type: "text",
			leaf: "text",
			payout_key: "text",
			row_key: "text",
			currency: "text",
			amount_minor: "bigint",
			difference_minor: "bigint",
			ledger_date: "date",
			sentence: "text",
			a_canonical_id: "uuid",
			a_canonical_version: "int",
			b_canonical_id: "uuid",
			b_canonical_version: "int",
			losers: "jsonb",
		},
		outcome.exceptions.map((exception, index) => exceptionRow(exception, derivedId("exception", runId, String(index)))),
	);
	await insert(
		"reconciliation_totals",
		{ line: "text", currency: "text", ...sides, position: "int" },
		outcome.totals.map((line, position) => ({ line: line.line, currency: line.currency, ...sidesOf(line), position })),
	);
	await insert(
		"roll_forwards",
		{ currency: "text", position: "int", line: "text", minor: "bigint", tie_minor: "bigint" },
		outcome.rollForwards.map(({ currency, line, minor, tieMinor }, position) => ({
			currency,
			position,
			line,
			minor: text(minor),
			tie_minor: text(tieMinor),
		})),
	);
	await em.execute(
		`update reconciliation_runs set status = 'done', input_hash = ?, result_hash = ? where tenant_id = ?::uuid and id = ?::uuid`,
		[outcome.inputHash, outcome.resultHash, tenantId, runId],
	);
	await notify(em, { topic: "reconciliations", key: runId });
	return true;
}

/** Column names and types are this file's own words, never data. */
function inserter(em: ScopedEm, tenantId: string, runId: string, saved: (rows: number) => void) {
	return async (table: string, columns: Readonly<Record<string, string>>, rows: readonly JsonRow[]): Promise<void> => {
		const names = Object.keys(columns);
		const sql = `insert into ${table} (tenant_id, run_id, ${names.join(", ")})
			select ?::uuid, ?::uuid, ${names.map((name) => `i.${name}`).join(", ")}
			from jsonb_to_recordset(?::jsonb) as i(${names.map((name) => `${name} ${columns[name]}`).join(", ")})`;
		for (let from = 0; from < rows.length; from += rowsPerStatement) {
			await em.execute(sql, [tenantId, runId, JSON.stringify(rows.slice(from, from + rowsPerStatement))]);
			saved(Math.min(rows.length, from + rowsPerStatement));
		}
	};
}

const canonical = { canonical_id: "uuid", canonical_version: "int" } as const;
const sides = { a_count: "bigint", a_minor: "bigint", b_count: "bigint", b_minor: "bigint", difference_minor: "bigint" } as const;
