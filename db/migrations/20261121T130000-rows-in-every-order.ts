// What people filter and sort rows by has its rows in order: a status or currency that few rows have is found without passing the others,
// and a list sorted by account, fee or net begins at once. Only kinds that have such a column are in its index.
import { Migration } from "@mikro-orm/migrations";

export class RowsInEveryOrder extends Migration {
	override name = "20261121T130000-rows-in-every-order";

	override up(): void {
		const index = (name: string, columns: string, kinds: string): void =>
			this.addSql(`create index "${name}" on "canonical_rows" (${columns}) where to_seq is null${kinds};`);
		index("canonical_rows_open_by_status", `"tenant_id", "kind", "status", "currency", "ledger_date", "id"`, "");
		const noAccount = " and kind <> 'balance_entry' and kind <> 'payout_item' and kind <> 'order'";
		const noFee = " and kind <> 'payout' and kind <> 'ledger_line' and kind <> 'bank_line'";
		index("canonical_rows_open_by_account", `"tenant_id", "kind", "account", "ledger_date", "id"`, noAccount);
		index("canonical_rows_open_by_fee", `"tenant_id", "kind", "fee_minor", "id"`, noFee);
		index("canonical_rows_open_by_net", `"tenant_id", "kind", "net_minor", "id"`, noFee);
	}
}
