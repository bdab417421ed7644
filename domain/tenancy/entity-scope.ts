// What a member keeps who is limited to some entities: only permissions whose every effect the row policies can hold to those
// entities. A permission over the whole company (people, keys, policies, the audit trail) would lead around the limit.
import { without } from "../core/sets.ts";
import { type Access, type Permission, permissions } from "./permissions.ts";

/**
 * - `entity`: what it reads and writes hangs on an entity, or is the member's own
 * - `company`: it reaches what belongs to the company as a whole
 */
export const reachOf: Readonly<Record<Permission, "entity" | "company">> = {
	"tenancy.read": "entity",
	"tenancy.manage": "company",
	"entities.read": "entity",
	"connections.read": "entity",
	"connections.manage": "entity",
	"connections.sync": "entity",
	"files.read": "entity",
	"files.import": "entity",
	"jobs.read": "entity",
	"jobs.cancel": "entity",
	"jobs.operate": "company",
	"jobs.replay": "entity",
	"jobs.decide": "entity",
	"incidents.read": "company",
	"incidents.manage": "company",
	"incidents.sign_off": "company",
	"streams.rewind": "entity",
	"quarantine.retry": "entity",
	"drift.decide": "entity",
	"views.manage": "entity",
	"exports.create": "entity",
	"keys.rotate": "company",
	"model_keys.manage": "company",
	"codec.decode": "company",
	"explorer.read": "entity",
	"pages.read": "entity",
	"reconciliations.read": "entity",
	"reconciliations.start": "entity",
	"events.read": "entity",
	"users.read": "entity",
	"users.invite": "company",
	"users.manage": "company",
	"roles.read": "entity",
	"roles.manage": "company",
	"api_keys.read": "company",
	"api_keys.manage": "company",
	"audit.read": "company",
	"policies.read": "entity",
	"policies.manage": "company",
	"webhooks.read": "company",
	"webhooks.manage": "company",
	"sso.manage": "company",
	"support.grant": "company",
	"approvals.read": "entity",
	"changes.decide": "company",
	"tenant.export": "company",
	"tenant.erase": "company",
	"onboarding.manage": "company",
};

export const companyWide: ReadonlySet<Permission> = new Set(permissions.filter((permission) => reachOf[permission] === "company"));

/** What is left of a role's permissions for a member who is limited to `entityIds`; null: no limit, everything. */
export function withinEntities(held: ReadonlySet<Permission>, entityIds: Access["entityIds"]): ReadonlySet<Permission> {
	return entityIds === null ? held : without(held, companyWide);
}
