// Rows of one category in the order of their days: a day of ten million rows has tens of thousands, of which a category is a part.
import { Migration } from "@mikro-orm/migrations";

export class RowsByCategory extends Migration {
	override name = "20261121T120000-rows-by-category";

	override up(): void {
		this.addSql(
			`create index "canonical_rows_open_by_category" on "canonical_rows" ("tenant_id", "kind", "category", "ledger_date", "id") where to_seq is null;`,
		);
	}
}
