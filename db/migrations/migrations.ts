// The migrations in the order in which they run. Listed by hand, so that a file alone changes nothing.
import type { MigrationObject } from "@mikro-orm/core";
import { InitialMigration } from "./20261121T024500-initial.ts";
import { WhenItGoesWrong } from "./20261121T060000-when-it-goes-wrong.ts";
import { NothingToReplay } from "./20261121T085000-nothing-to-replay.ts";
import { Identity } from "./20261121T090000-identity.ts";
import { People } from "./20261121T091000-people.ts";
import { Roles } from "./20261121T092000-roles.ts";
import { Audit } from "./20261121T093000-audit.ts";
import { Events } from "./20261121T094000-events.ts";
import { Integration } from "./20261121T095000-integration.ts";
import { Governance } from "./20261121T096000-governance.ts";
import { Lifecycle } from "./20261121T097000-lifecycle.ts";
import { PeopleKept } from "./20261121T110000-people-kept.ts";
import { Delegation } from "./20261121T111000-delegation.ts";
import { ToldEvents } from "./20261121T112000-told-events.ts";
import { RefusedWebhooks } from "./20261121T113000-refused-webhooks.ts";
import { ModelKeys } from "./20261121T114000-model-keys.ts";
import { RowsByCategory } from "./20261121T120000-rows-by-category.ts";
import { RowsInEveryOrder } from "./20261121T130000-rows-in-every-order.ts";
import { RecordsCounted } from "./20261121T130100-records-counted.ts";
import { ToldOfAbsences } from "./20261121T131000-told-of-absences.ts";
import { DeletionsByJob } from "./20261121T133000-deletions-by-job.ts";

export const migrations: MigrationObject[] = [
	{ name: "20261121T024500-initial", class: InitialMigration },
	{ name: "20261121T060000-when-it-goes-wrong", class: WhenItGoesWrong },
	{ name: "20261121T085000-nothing-to-replay", class: NothingToReplay },
	{ name: "20261121T090000-identity", class: Identity },
	{ name: "20261121T091000-people", class: People },
	{ name: "20261121T092000-roles", class: Roles },
	{ name: "20261121T093000-audit", class: Audit },
	{ name: "20261121T094000-events", class: Events },
	{ name: "20261121T095000-integration", class: Integration },
	{ name: "20261121T096000-governance", class: Governance },
	{ name: "20261121T097000-lifecycle", class: Lifecycle },
	{ name: "20261121T110000-people-kept", class: PeopleKept },
	{ name: "20261121T111000-delegation", class: Delegation },
	{ name: "20261121T112000-told-events", class: ToldEvents },
	{ name: "20261121T113000-refused-webhooks", class: RefusedWebhooks },
	{ name: "20261121T114000-model-keys", class: ModelKeys },
	{ name: "20261121T120000-rows-by-category", class: RowsByCategory },
	{ name: "20261121T130000-rows-in-every-order", class: RowsInEveryOrder },
	{ name: "20261121T130100-records-counted", class: RecordsCounted },
	{ name: "20261121T131000-told-of-absences", class: ToldOfAbsences },
	{ name: "20261121T133000-deletions-by-job", class: DeletionsByJob },
];
