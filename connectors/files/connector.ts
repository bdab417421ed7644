// Uploaded files in every format that Tieout reads. The source's own figure is a statement's balances: closing − opening must be the
// movements.
import type { Connector, SourceTotal } from "../connector.ts";
import { streamOfKind } from "../../domain/sync/vendors/files.ts";
import { formatOfFile } from "./file-reader.ts";
import { fileStream } from "./file-stream.ts";
import { statementTotals } from "./statement-totals.ts";

export const filesConnector: Connector<"files"> = {
	streams: {
		bank_lines: fileStream("bank_line"),
		balance_entries: fileStream("balance_entry"),
		payouts: fileStream("payout"),
		payout_items: fileStream("payout_item"),
		ledger_lines: fileStream("ledger_line"),
		orders: fileStream("order"),
	},
	async waiting(context) {
		const files = await context.pendingFiles();
		const streams = files.map((file) => {
			const { format, settings } = formatOfFile(file);
			return streamOfKind[format.kind(settings)];
		});
		// Nothing waits: the stream that every such connection has says so.
		return streams.length === 0 ? ["bank_lines"] : [...new Set(streams)];
	},
	test: async () => ({ account: "uploads" }),
	async totals(moment, context) {
		if (moment === "before") return [];
		const totals: SourceTotal[] = [];
		for (const file of await context.importedFiles()) totals.push(...(await statementTotals(file, context)));
		return totals;
	},
};
