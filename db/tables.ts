// What each table is. The isolation tests are generated from this list; a table that is not declared fails them.

/**
 * - `tenant`: rows of one tenant, seen by that tenant alone. `ownerColumn` is the tenant and leads every key.
 * - `bridge`: as `tenant`, and read besides by the people who are members, before they have chosen a tenant.
 * - `platform`: rows of one person, seen by that person alone, whatever the tenant. `ownerColumn` is the person.
 * - `subject`: as `platform`, of something that isn't a person: a mailed link, a throttle. Seen by who acts under its id, which is derived
 *   from what only its holder knows, or never leaves us.
 */
export interface TableDeclaration {
	readonly kind: "tenant" | "bridge" | "platform" | "subject";
	readonly ownerColumn: string;
	/** The app role may add rows, never change or delete one. */
	readonly appendOnly?: true;
	/** Its rows lie in partitions, which nobody reaches by their own names. */
	readonly partitioned?: true;
	/** The app role may only read it: the owner writes at start. */
	readonly readOnly?: true;
}

const tenant: TableDeclaration = { kind: "tenant", ownerColumn: "tenant_id" };
const subject = (ownerColumn: string): TableDeclaration => ({ kind: "subject", ownerColumn });
const appendOnly: TableDeclaration = { ...tenant, appendOnly: true };

export const tables: Readonly<Record<string, TableDeclaration>> = {
	tenants: { kind: "bridge", ownerColumn: "id" },
	users: { kind: "platform", ownerColumn: "id" },
	sessions: { kind: "platform", ownerColumn: "user_id" },
	refresh_tokens: { kind: "platform", ownerColumn: "user_id" },
	second_factors: { kind: "platform", ownerColumn: "user_id" },
	recovery_codes: { kind: "platform", ownerColumn: "user_id" },
	mails: subject("id"),
	mail_links: subject("id"),
	throttles: subject("id"),
	signing_keys: subject("subject_id"),
	erasure_reports: subject("id"),
	invitations: tenant,
	identity_providers: tenant,
	sso_domains: tenant,
	sso_identities: tenant,
	memberships: { kind: "bridge", ownerColumn: "tenant_id" },
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
	proof_leaves: tenant,
	payout_rows: tenant,
	matches: tenant,
	match_members: tenant,
	match_losers: tenant,
	exceptions: tenant,
	roll_forwards: tenant,
	replays: tenant,
	decisions: tenant,
	delegations: tenant,
	incidents: tenant,
	incident_jobs: tenant,
	job_logs: appendOnly,
	cursor_moves: appendOnly,
	stream_windows: tenant,
	deletions: tenant,
	schema_fields: tenant,
	schema_changes: tenant,
	file_mappings: tenant,
	exports: tenant,
	tenant_keys: tenant,
	model_keys: tenant,
	saved_views: tenant,
	api_keys: tenant,
	idempotency_keys: tenant,
	roles: { kind: "bridge", ownerColumn: "tenant_id" },
	membership_entities: { kind: "bridge", ownerColumn: "tenant_id" },
	session_views: { kind: "platform", ownerColumn: "user_id" },
	support_access: tenant,
	onboarding_skips: tenant,
	platform_admins: { kind: "platform", ownerColumn: "user_id", readOnly: true },
	audit_events: { ...appendOnly, partitioned: true },
	audit_unsealed: tenant,
	audit_personal: tenant,
	audit_seals: appendOnly,
	audit_chains: tenant,
	audit_checkpoints: appendOnly,
	audit_archives: appendOnly,
	outbox: tenant,
	event_cursors: tenant,
	webhook_endpoints: tenant,
	webhook_secrets: tenant,
	webhook_deliveries: tenant,
	webhook_tries: tenant,
	inbox: tenant,
	inbox_refusals: tenant,
	policies: tenant,
	policy_versions: appendOnly,
};

/** Tables that hold no data of anyone: the record of migrations. The app role has no grant on them. */
export const ownerTables: readonly string[] = ["migrations"];
