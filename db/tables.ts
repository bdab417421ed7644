// What each table is. The isolation tests are generated from this list; a table that is not declared fails them.

/**
 * - `tenant`: rows of one tenant, seen by that tenant alone. `tenantColumn` leads every key.
 * - `bridge`: as `tenant`, and read besides by the person that `userColumn` names.
 * - `platform`: rows of one person, seen by that person alone, whatever the tenant.
 */
export type TableDeclaration =
	| { readonly kind: "tenant"; readonly tenantColumn: string }
	| { readonly kind: "bridge"; readonly tenantColumn: string; readonly userColumn: string }
	| { readonly kind: "platform"; readonly userColumn: string };

const tenant: TableDeclaration = { kind: "tenant", tenantColumn: "tenant_id" };

export const tables: Readonly<Record<string, TableDeclaration>> = {
	tenants: { kind: "tenant", tenantColumn: "id" },
	users: { kind: "platform", userColumn: "id" },
	sessions: { kind: "platform", userColumn: "user_id" },
	memberships: { kind: "bridge", tenantColumn: "tenant_id", userColumn: "user_id" },
	entities: tenant,
	jobs: tenant,
	attempts: tenant,
	connections: tenant,
	connection_secrets: tenant,
	streams: tenant,
	pages: tenant,
	records: tenant,
	canonical_rows: tenant,
	quarantine: tenant,
	control_totals: tenant,
	files: tenant,
	reconciliation_runs: tenant,
	reconciliation_totals: tenant,
	payout_proofs: tenant,
	proof_lines: tenant,
	matches: tenant,
	match_members: tenant,
	match_losers: tenant,
	exceptions: tenant,
	roll_forwards: tenant,
};

/** Tables that hold no data of anyone: the record of migrations. The app role has no grant on them. */
export const ownerTables: readonly string[] = ["migrations"];
