// What a run has closed is said on its page: its deletions are found without reading those of every other run.
import { Migration } from "@mikro-orm/migrations";

export class DeletionsByJob extends Migration {
	override name = "20261121T133000-deletions-by-job";

	override up(): void {
		this.addSql(`create index "deletions_of_job" on "deletions" ("tenant_id", "job_id", "status", "natural_key");`);
	}
}
