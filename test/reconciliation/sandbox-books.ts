// The rows of a sandbox company as the connectors would sync them, read over HTTP and transformed without a database.
import { connectorOf } from "../../connectors/registry.ts";
import { transformBankLine } from "../../connectors/files/transform.ts";
import { statementRecords } from "../../connectors/files/read-statement.ts";
import type { BalanceRead, MatchRow } from "../../domain/reconciliation/match-row.ts";
import type { CanonicalRow } from "../../domain/sync/canonical.ts";
import { previewStatement } from "../../domain/sync/statement/preview.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import { readToEnd, scenario, statementOf, streamsInOrder } from "../contract/scenario.ts";

export interface SandboxBooks {
	readonly rows: readonly MatchRow[];
	readonly balances: readonly BalanceRead[];
}

const asMatchRow = (connectionId: string, row: CanonicalRow): MatchRow => ({
	...row,
	connectionId,
	id: `${row.kind} ${row.naturalKey}`,
	version: 1,
});

/** @throws Error when a record could not be read: then the books would not be whole */
export async function booksOfSandbox(sandbox: Sandbox): Promise<SandboxBooks> {
	const rows: MatchRow[] = [];
	const balances: BalanceRead[] = [];
	for (const vendor of ["stripe", "netsuite"] as const) {
		const of = await scenario(sandbox, vendor);
		for (const { stream } of streamsInOrder(vendor)) await readToEnd(of, stream);
		if (of.refused.length > 0) throw new Error(of.refused.join("\n"));
		for (const row of of.rows.values()) rows.push(asMatchRow(vendor, row));
		if (vendor !== "stripe") continue;
		for (const total of await connectorOf(vendor).totals("after", of.context))
			if (total.name === "balance" && total.minor !== null) balances.push({ currency: total.currency, minor: total.minor });
	}
	const bytes = await statementOf(sandbox);
	const { records, config } = statementRecords(bytes, previewStatement(bytes, null).mapping);
	for (const record of records) {
		const lines = transformBankLine(record, "UTC", config);
		if (!lines.ok) throw new Error(lines.error.reason);
		for (const line of lines.value) rows.push(asMatchRow("files", line));
	}
	return { rows, balances };
}
