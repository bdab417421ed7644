// Members are shown with their e-mail address, a second factor names the key that seals it, and what is over can be found to be forgotten.
import { Migration } from "@mikro-orm/migrations";

export class PeopleKept extends Migration {
	override name = "20261121T110000-people-kept";

	override up(): void {
		this.addSql(`create index "mails_settled" on "mails" ("settled_at") where settled_at is not null;`);

		this.addSql(`create index "mail_links_expires" on "mail_links" ("expires_at");`);
		this.addSql(`create policy "door_reads" on "mail_links" for select to "tieout_door" using (true);`);

		this.addSql(`alter table "second_factors" add "key_id" text collate "C" null;`);

		this.addSql(`alter table "memberships" add "email" text null;`);

		this.addSql(`create index "sessions_expires" on "sessions" ("expires_at");`);
		this.addSql(`create index "sessions_revoked" on "sessions" ("revoked_at") where revoked_at is not null;`);
	}
}
