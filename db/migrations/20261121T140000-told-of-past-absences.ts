// Absences that were over when people began to be told of them are no news, also where the owner is bound by the policies: there
// 20261121T131000 could not see them.
import { Migration } from "@mikro-orm/migrations";

export class ToldOfPastAbsences extends Migration {
	override name = "20261121T140000-told-of-past-absences";

	override up(): void {
		this.addSql(`alter table "delegations" no force row level security;`);
		this.addSql(`update "delegations" set told_at = now() where told_at is null and coalesce(ended_at, ends_at) <= now();`);
		this.addSql(`alter table "delegations" force row level security;`);
	}
}
