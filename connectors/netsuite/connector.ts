// NetSuite, by SuiteQL over REST: the posting lines of deposits and journals, and what was deleted.
import type { Connector } from "../connector.ts";
import { askSuiteQl } from "./client.ts";
import { deletedRecords } from "./deleted-records.ts";
import { ledgerLines } from "./ledger-lines.ts";
import { netsuiteTotals } from "./totals.ts";

export const netsuiteConnector: Connector<"netsuite"> = {
	streams: { ledger_lines: ledgerLines, deleted_records: deletedRecords },
	async test(context) {
		await askSuiteQl(context, "SELECT COUNT(*) AS transactions FROM transaction t WHERE t.type IN ('Deposit','Journal')", { limit: 1 });
		const { account } = context.config;
		return { account: typeof account === "string" ? account : (context.secrets.accountId ?? "NetSuite") };
	},
	totals: netsuiteTotals,
};
