// The rows of a sandbox company as the connectors would sync them, read over HTTP and transformed without a database.
import { connectorOf } from "../../connectors/registry.ts";
import type { BalanceRead, MatchRow } from "../../domain/reconciliation/match-row.ts";
import type { CanonicalRow } from "../../domain/sync/canonical.ts";
import { csvFormat } from "../../domain/sync/files/csv/format.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import { readToEnd, scenario, statementOf, streamsInOrder } from "../contract/scenario.ts";
import { readFile } from "../files/read-file.ts";
import { settingsOf } from "../support/file-settings.ts";

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
	const statement = await readFile(csvFormat, bytes, await settingsOf(bytes));
	if (statement.refused.length > 0) throw new Error(statement.refused.map(({ reason }) => reason).join("\n"));
	for (const line of statement.rows) rows.push(asMatchRow("files", line));
	return { rows, balances };
}
