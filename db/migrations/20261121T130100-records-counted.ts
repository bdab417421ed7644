// How many current records a stream has, counted as its pages are committed: a list of connections must not count ten million of them.
import { Migration } from "@mikro-orm/migrations";

export class RecordsCounted extends Migration {
	override name = "20261121T130100-records-counted";

	override up(): void {
		this.addSql(`alter table "streams" add "kept" bigint not null default '0';`);
		// The owner may be bound by the policies too.
		for (const table of ["streams", "records"]) this.addSql(`alter table "${table}" no force row level security;`);
		this.addSql(`update streams s set kept = k.records from (
			select tenant_id, connection_id, stream, count(*) as records from records where to_seq is null group by tenant_id, connection_id, stream
		) k where k.tenant_id = s.tenant_id and k.connection_id = s.connection_id and k.stream = s.stream;`);
		for (const table of ["streams", "records"]) this.addSql(`alter table "${table}" force row level security;`);
	}
}
