// What Tieout keeps of a connection against what the vendor has: nothing lost, nothing doubled, figures equal, no gap in the ledger
// of pages, and every control total of the last job proven.
import type { Company } from "../../sandbox/company/company.ts";
import { lineNumber } from "../../sandbox/company/edited-ledger.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import type { Rows } from "./asker.ts";

/** One line per row: kind, key, currency, amount, fee. */
function stripeRows({ history, now }: Company): string[] {
	const line = (kind: string, key: string, entry: { currency: string; amount: number; fee: number }): string =>
		`${kind} ${key} ${entry.currency.toUpperCase()} ${entry.amount} ${entry.fee}`;
	return [
		...history.entries.map((entry) => line("balance_entry", entry.id, entry)),
		...history.payouts.map(({ id, amount, currency }) => line("payout", id, { amount, currency, fee: 0 })),
		...history.payouts
			.filter(({ kind, created }) => kind === "automatic" && now >= created + 6 * 3_600)
			.flatMap(({ id, entry, items }) => [...items, entry].map((item) => line("payout_item", `${id}:${item.id}`, item))),
	];
}

/** Signs as docs/adr/0002 has them: what is no money side of its transaction is a credit. */
function ledgerRows({ ledger }: Company): string[] {
	return ledger
		.filter(({ type }) => type !== "CustPymt")
		.flatMap(({ id, currency, lines }) =>
			lines.map((line, index) => {
				const moneySide = line.mainline || line.category === "bank" || line.category === "payout_return";
				return `ledger_line ${id}:${lineNumber(line, index)} ${currency} ${moneySide ? line.amount : 0 - line.amount} 0`;
			}),
		);
}

export interface Comparison {
	readonly rows: number;
	/** Sentences; empty when Tieout has exactly what is true. */
	readonly problems: readonly string[];
}

export interface Compared {
	readonly vendor: "stripe" | "netsuite";
	readonly company: string;
	readonly connectionId: string;
	/** Whose control totals must tie. */
	readonly jobId: string;
}

const some = (keys: readonly string[]): string => `${keys.length} (${keys.slice(0, 3).join("; ")}${keys.length > 3 ? "; …" : ""})`;

export async function compareTruth(sandbox: Sandbox, rows: Rows, { vendor, company, connectionId, jobId }: Compared): Promise<Comparison> {
	const of = sandbox.company(company);
	const truth = new Set(vendor === "stripe" ? stripeRows(of) : ledgerRows(of));
	const kept = (
		await rows<{ line: string }>(
			`select kind || ' ' || natural_key || ' ' || currency || ' ' || amount_minor || ' ' || fee_minor as line
			from canonical_rows where connection_id = $1 and to_seq is null`,
			[connectionId],
		)
	).map(({ line }) => line);
	const problems: string[] = [];
	const keyOf = (line: string): string => line.split(" ").slice(0, 2).join(" ");
	const seen = new Set<string>();
	const doubled = kept.map(keyOf).filter((key) => seen.size === seen.add(key).size);
	const have = new Set(kept);
	const lost = [...truth].filter((line) => !have.has(line));
	const extra = kept.filter((line) => !truth.has(line));
	if (lost.length > 0) problems.push(`rows lost or with another figure: ${some(lost)}`);
	if (doubled.length > 0) problems.push(`rows doubled: ${some(doubled)}`);
	if (extra.length > 0) problems.push(`rows that the vendor does not have: ${some(extra)}`);
	for (const { fault } of await rows<{ fault: string }>(pageFaults, [connectionId])) problems.push(fault);
	const totals = await rows<{ name: string; verdict: string }>("select name, verdict from control_totals where job_id = $1", [jobId]);
	if (totals.length === 0) problems.push("the last job has no control totals");
	for (const { name, verdict } of totals) if (verdict !== "ties") problems.push(`the control total "${name}" ${verdict}`);
	return { rows: kept.length, problems };
}

const pageFaults = `select 'the page ledger has a gap in ' || stream as fault from pages where connection_id = $1 and seq is not null
	group by stream having count(*) <> max(seq) or min(seq) <> 1
union all select 'the stream ' || s.stream || ' counts other pages than the ledger has' from streams s where s.connection_id = $1
	and s.seq <> (select coalesce(max(p.seq), 0) from pages p where p.tenant_id = s.tenant_id and p.connection_id = s.connection_id
		and p.stream = s.stream)
union all select 'two open versions of ' || natural_key from records where connection_id = $1 and to_seq is null
	group by stream, natural_key having count(*) > 1
union all select 'a row of a record that is no longer the present one: ' || c.natural_key from canonical_rows c
	join records r on r.tenant_id = c.tenant_id and r.id = c.record_id and r.version = c.record_version
	where c.connection_id = $1 and c.to_seq is null and r.to_seq is not null`;
