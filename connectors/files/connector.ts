// Uploaded bank statements. The source's own figure is the statement's balances: closing − opening must be the movements.
import type { Connector, SourceTotal } from "../connector.ts";
import type { StatementMapping } from "../../domain/sync/statement/mapping.ts";
import { proveBalances } from "../../domain/sync/statement/prove-balances.ts";
import { bankLines } from "./bank-lines.ts";
import { statementEntries } from "./read-statement.ts";

export const filesConnector: Connector<"files"> = {
	streams: { bank_lines: bankLines },
	test: async () => ({ account: "uploads" }),
	async totals(moment, context) {
		if (moment === "before") return [];
		const totals: SourceTotal[] = [];
		for (const file of await context.importedFiles()) {
			const proofs = proveBalances(statementEntries(await context.file(file.id), file.mapping as StatementMapping, file.id));
			for (const proof of proofs)
				totals.push({
					stream: "bank_lines",
					name: `${file.name} · ${proof.account}`,
					currency: proof.currency,
					minor: proof.statedMinor,
					count: proof.count,
					ours: { kind: "bank_line", measure: "amount", naturalKeys: proof.naturalKeys },
					response: null,
					note: proof.sentence,
				});
		}
		return totals;
	},
};
