// The doors: the only ways across tenants. Each is a SECURITY DEFINER function that returns ids alone, has a fixed search path,
// belongs to a role that may read the columns below and nothing else, and may be executed by the app role only.
import { appRole, doorRole } from "./roles.ts";

export interface Door {
	readonly name: string;
	/** Argument list as PostgreSQL prints it. */
	readonly args: string;
	readonly returns: string;
	/** One query; tables are qualified, because the search path holds none. */
	readonly body: string;
	/** Why this has to cross tenants. */
	readonly reason: string;
}

export const doors: readonly Door[] = [
	{
		name: "auth_user_id",
		args: "email text",
		returns: "table (user_id uuid)",
		body: "select u.id from public.users u where u.email = lower($1)",
		reason: "A login begins with an e-mail address, before anyone is known.",
	},
	{
		name: "auth_session",
		args: "token_hash text",
		returns: "table (session_id uuid, user_id uuid, tenant_id uuid, bound_tenant_id uuid)",
		body: `select s.id, s.user_id, s.tenant_id, s.bound_tenant_id from public.sessions s
where s.token_hash = $1 and s.revoked_at is null and s.expires_at > now()`,
		reason: "A request begins with a cookie, before anyone is known.",
	},
	{
		name: "auth_api_key",
		args: "secret_hash text",
		returns: "table (key_id uuid, tenant_id uuid, user_id uuid)",
		body: `select k.id, k.tenant_id, k.user_id from public.api_keys k
where (k.secret_hash = $1 or (k.old_secret_hash = $1 and k.old_secret_until > now())) and k.revoked_at is null and k.expires_at > now()`,
		reason: "A program's request begins with an API key, before anyone is known.",
	},
	{
		name: "auth_refresh",
		args: "token_hash text",
		returns: "table (token_id uuid, user_id uuid, session_id uuid)",
		body: "select r.id, r.user_id, r.session_id from public.refresh_tokens r where r.token_hash = $1",
		reason: "A program renews its access with a token, before anyone is known.",
	},
	{
		name: "auth_providers",
		args: "domain text",
		returns: "table (tenant_id uuid, provider_id uuid)",
		body: `select d.tenant_id, d.provider_id from public.sso_domains d
join public.identity_providers p on p.tenant_id = d.tenant_id and p.id = d.provider_id
where d.domain = $1 and d.verified_at is not null and p.state <> 'off' order by d.tenant_id limit 20`,
		reason: "A login through a company's own identity provider begins with the domain of an address.",
	},
	{
		name: "unsettled_mails",
		args: "older_than timestamp with time zone",
		returns: "table (mail_id uuid)",
		body: "select m.id from public.mails m where m.settled_at is null and m.created_at < $1 order by m.created_at, m.id limit 200",
		reason: "A mail that was committed and whose sending never started is picked up.",
	},
	{
		name: "quiet_throttles",
		args: "before timestamp with time zone",
		returns: "table (throttle_id uuid)",
		body: "select t.id from public.throttles t where t.last_try_at < $1 order by t.last_try_at limit 1000",
		reason: "What was tried long ago is forgotten.",
	},
	{
		name: "settled_mails",
		args: "before timestamp with time zone",
		returns: "table (mail_id uuid)",
		body: "select m.id from public.mails m where m.settled_at < $1 order by m.settled_at limit 1000",
		reason: "A mail that was sent long ago is forgotten.",
	},
	{
		name: "dead_links",
		args: "before timestamp with time zone",
		returns: "table (link_id uuid)",
		body: "select l.id from public.mail_links l where l.expires_at < $1 order by l.expires_at limit 1000",
		reason: "A link that opens nothing any more is forgotten.",
	},
	{
		name: "ended_sessions",
		args: "before timestamp with time zone",
		returns: "table (session_id uuid, user_id uuid)",
		body: `select s.id, s.user_id from public.sessions s
where s.expires_at < $1 or s.revoked_at < $1 limit 1000`,
		reason: "A session that ended long ago is forgotten, with the address and the browser that it was used from.",
	},
	{
		name: "password_sessions",
		args: "tenant_id uuid",
		returns: "table (session_id uuid, user_id uuid)",
		body: `select s.id, s.user_id from public.sessions s
where s.tenant_id = $1 and s.method = 'password' and s.revoked_at is null and s.expires_at > now() order by s.id limit 20000`,
		reason: "A company that lets nobody in with a password any more ends the sessions that one began.",
	},
	{
		name: "open_jobs",
		args: "older_than timestamp with time zone",
		returns: "table (tenant_id uuid, job_id uuid)",
		body: `select j.tenant_id, j.id from public.jobs j
where j.closed_at is null and j.requested_at < $1 order by j.requested_at, j.id limit 1000`,
		reason: "The reconciler compares the open jobs of every tenant with Temporal.",
	},
	{
		name: "requested_jobs",
		args: "older_than timestamp with time zone",
		returns: "table (tenant_id uuid, job_id uuid)",
		body: `select j.tenant_id, j.id from public.jobs j
where j.closed_at is null and j.status = 'requested' and j.requested_at < $1 order by j.requested_at, j.id limit 1000`,
		reason: "The starter picks up what was committed but never started, of every tenant.",
	},
	{
		name: "unarchived_jobs",
		args: "max_rows integer",
		returns: "table (tenant_id uuid, job_id uuid)",
		body: `select j.tenant_id, j.id from public.jobs j
where j.closed_at is not null and j.archived_at is null and j.first_run_id is not null and j.status <> 'joined'
order by j.closed_at, j.id limit least($1, 1000)`,
		reason: "The archiver takes the histories of closed runs of every tenant before Temporal forgets them.",
	},
	{
		name: "unsealed_audit",
		args: "",
		returns: "table (tenant_id uuid)",
		body: `select t.id from public.tenants t
where exists (select from public.audit_unsealed u where u.tenant_id = t.id) order by t.id`,
		reason: "The sealer chains the audit events of every tenant.",
	},
	{
		name: "unsigned_audit",
		args: "older_than timestamp with time zone",
		returns: "table (tenant_id uuid)",
		body: `select c.tenant_id from public.audit_chains c
where c.count > c.signed_count and (c.signed_at is null or c.signed_at < $1) order by c.tenant_id`,
		reason: "The sealer signs a checkpoint over the chain of every tenant that has grown.",
	},
	{
		name: "unarchived_audit",
		args: "month date",
		returns: "table (tenant_id uuid)",
		body: `select e.tenant_id from (
	select v.tenant_id, count(*) as events from public.audit_events v
	where v.at >= $1::timestamp at time zone 'UTC' and v.at < ($1 + interval '1 month') at time zone 'UTC' group by v.tenant_id
) e where not exists (select from public.audit_archives a where a.tenant_id = e.tenant_id and a.month = $1 and a.events = e.events)
order by e.tenant_id`,
		reason: "A month of the audit trail is archived for every tenant that has events in it, before it may end.",
	},
	{
		name: "platform_companies",
		args: "admin_id uuid, search text, status text, after_id uuid, max_rows integer",
		returns: "table (tenant_id uuid)",
		body: `select t.id from public.tenants t where exists (select 1 from public.platform_admins a where a.user_id = $1)
and ($2 = '' or starts_with(lower(t.name), lower($2)) or starts_with(t.slug, lower($2))) and ($3 = '' or t.status = $3)
and ($4 is null or t.id > $4) order by t.id limit least($5, 101)`,
		reason: "Who runs the platform sees which companies there are, and nothing of what is in them.",
	},
	{
		name: "all_tenant_ids",
		args: "",
		returns: "table (tenant_id uuid)",
		body: "select t.id from public.tenants t order by t.id",
		reason: "The payload codec unwraps every tenant's key before it is needed.",
	},
	{
		name: "tenants_with_events",
		args: "max_rows integer",
		returns: "table (tenant_id uuid)",
		body: `select o.tenant_id from public.outbox o where o.seq is null
union select c.tenant_id from public.event_cursors c where c.next_at <= now() limit least($1, 1000)`,
		reason: "The dispatcher hands on the events of every tenant.",
	},
	{
		name: "endpoints_due",
		args: "max_rows integer",
		returns: "table (tenant_id uuid, endpoint_id uuid)",
		body: `select distinct d.tenant_id, d.endpoint_id from public.webhook_deliveries d
where d.status = 'pending' and d.next_at <= now() and not exists (select 1 from public.webhook_deliveries e
	where e.tenant_id = d.tenant_id and e.endpoint_id = d.endpoint_id and e.event_key = d.event_key and e.status = 'pending' and e.seq < d.seq)
limit least($1, 1000)`,
		reason: "The dispatcher starts the deliveries of every tenant whose time has come.",
	},
	{
		name: "connection_tenant",
		args: "connection_id uuid",
		returns: "table (tenant_id uuid)",
		body: "select c.tenant_id from public.connections c where c.id = $1",
		reason: "A vendor's webhook names a connection in its address, and nobody is signed in.",
	},
];

/** What the doors' role may read. */
export const doorColumns: Readonly<Record<string, readonly string[]>> = {
	users: ["id", "email"],
	sessions: ["id", "token_hash", "user_id", "tenant_id", "bound_tenant_id", "method", "expires_at", "revoked_at"],
	refresh_tokens: ["id", "user_id", "session_id", "token_hash"],
	sso_domains: ["tenant_id", "domain", "provider_id", "verified_at"],
	identity_providers: ["tenant_id", "id", "state"],
	mails: ["id", "created_at", "settled_at"],
	mail_links: ["id", "expires_at"],
	throttles: ["id", "last_try_at"],
	jobs: ["tenant_id", "id", "status", "requested_at", "closed_at", "archived_at", "first_run_id"],
	tenants: ["id", "name", "slug", "status"],
	platform_admins: ["user_id"],
	audit_events: ["tenant_id", "at"],
	audit_unsealed: ["tenant_id"],
	audit_chains: ["tenant_id", "count", "signed_count", "signed_at"],
	audit_archives: ["tenant_id", "month", "events"],
	outbox: ["tenant_id", "seq"],
	event_cursors: ["tenant_id", "next_at"],
	webhook_deliveries: ["tenant_id", "endpoint_id", "event_key", "seq", "status", "next_at"],
	connections: ["tenant_id", "id"],
	api_keys: ["tenant_id", "id", "user_id", "secret_hash", "old_secret_hash", "old_secret_until", "expires_at", "revoked_at"],
};

/** SQL that makes the doors as they are listed here, and removes every other function of the door role. */
export function doorsSql(): string {
	const create = doors.map(
		({ name, args, returns, body, reason }) => `
create function public.${name}(${args}) returns ${returns}
language sql stable security definer set search_path to 'pg_catalog', 'pg_temp' as $door$
${body}
$door$;
comment on function public.${name} is '${reason.replaceAll("'", "''")}';
alter function public.${name} owner to ${doorRole};
revoke all on function public.${name} from public;
grant execute on function public.${name} to ${appRole};`,
	);
	const columns = Object.entries(doorColumns).map(
		([table, names]) => `grant select (${names.join(", ")}) on public.${table} to ${doorRole};`,
	);
	return `
do $$
declare door regprocedure;
begin
	for door in select p.oid from pg_proc p join pg_roles r on r.oid = p.proowner where r.rolname = '${doorRole}' loop
		execute format('drop function %s', door);
	end loop;
end
$$;
revoke all on all tables in schema public from ${doorRole};
grant usage, create on schema public to ${doorRole};
${columns.join("\n")}
${create.join("\n")}
revoke create on schema public from ${doorRole};
`;
}
