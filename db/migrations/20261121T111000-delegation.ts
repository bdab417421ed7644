// Who decides in whose place while they are away, and what a decision is worth in every currency.
import { Migration } from "@mikro-orm/migrations";

export class Delegation extends Migration {
	override name = "20261121T111000-delegation";

	override up(): void {
		this.addSql(
			`create table "delegations" ("tenant_id" uuid not null, "id" uuid not null, "giver_id" uuid not null, "deputy_id" uuid not null, "starts_at" timestamptz not null, "ends_at" timestamptz not null, "reason" text not null default '', "created_at" timestamptz not null default now(), "ended_at" timestamptz null, "ended_by" uuid null, primary key ("tenant_id", "id"));`,
		);
		this.addSql(`create index "delegations_deputy" on "delegations" ("tenant_id", "deputy_id", "ends_at");`);
		this.addSql(`create index "delegations_giver" on "delegations" ("tenant_id", "giver_id", "ends_at");`);
		this.addSql(`alter table "decisions" add "amounts" jsonb not null default '[]', add "decided_for" uuid null;`);
		for (const column of ["giver_id", "deputy_id", "ended_by"])
			this.addSql(
				`alter table "delegations" add constraint "delegations_tenant_id_${column}_foreign" foreign key ("tenant_id", "${column}") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
			);
		this.addSql(
			`alter table "decisions" add constraint "decisions_tenant_id_decided_for_foreign" foreign key ("tenant_id", "decided_for") references "memberships" ("tenant_id", "user_id") on update no action on delete no action;`,
		);
		this.addSql(`alter table "delegations" enable row level security;`);
		this.addSql(`alter table "delegations" force row level security;`);
		this.addSql(
			`create policy "tenant_rows" on "delegations" to "tieout_app" using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant)) with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid as acting_tenant));`,
		);
	}
}
