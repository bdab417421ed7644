// A job of an incident can have nothing left to replay: the words of its plan, kept beside it.
import { Migration } from "@mikro-orm/migrations";

export class NothingToReplay extends Migration {
	override name = "20261121T085000-nothing-to-replay";

	override up(): void {
		this.addSql(`alter table "incident_jobs" add "nothing_to_replay" text null;`);
	}
}
