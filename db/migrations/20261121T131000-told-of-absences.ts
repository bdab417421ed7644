// Who is away and who stands in for them are told by mail: two more kinds, and whether somebody was told on their return.
import { Migration } from "@mikro-orm/migrations";

export class ToldOfAbsences extends Migration {
	override name = "20261121T131000-told-of-absences";

	override up(): void {
		this.addSql(`alter table "delegations" add "told_at" timestamptz null;`);
		// What is over by now is no news.
		this.addSql(`update "delegations" set told_at = now() where ended_at is not null or ends_at <= now();`);
		this.addSql(`create index "delegations_untold" on "delegations" ("tenant_id", "ends_at") where told_at is null;`);
		this.addSql(`alter table "mails" drop constraint "mails_kind_check";`);
		this.addSql(
			`alter table "mails" add constraint "mails_kind_check" check ("kind" in ('register', 'reset', 'invite', 'password_changed', 'deputy', 'back'));`,
		);
	}
}
