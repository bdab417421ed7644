// What lets events go that were told: without these, each would look through every delivery, and the inbox through every webhook.
import { Migration } from "@mikro-orm/migrations";

export class ToldEvents extends Migration {
	override name = "20261121T112000-told-events";

	override up(): void {
		this.addSql(`create index "webhook_deliveries_event" on "webhook_deliveries" ("tenant_id", "event_id");`);
		this.addSql(`create index "inbox_handled" on "inbox" ("tenant_id", "handled_at");`);
	}
}
