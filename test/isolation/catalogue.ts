// Reads PostgreSQL's own catalogue and lists what would let a tenant out, whatever the application does. Each line is a finding.
import type pg from "pg";
import { keeperFunctions } from "../../db/audit-months.ts";
import { doorColumns, doors } from "../../db/doors.ts";
import { ownerTables, tables } from "../../db/tables.ts";

/** One check: a query that returns a `finding` per hole. Parameters: $1 declarations as JSON, $2 owner tables, $3 doors as JSON. */
const checks: readonly string[] = [
	// What exists and what is declared.
	`select format('table %s is not declared in db/tables.ts', relname) as finding from t where kind is null and not relname = any (select unnest(owner_tables) from given)`,
	`select format('%s is declared but does not exist', d.key) as finding from given, json_each(declared) d where not exists (select from t where relname = d.key)`,
	`select format('%s is a %s', c.relname, case c.relkind when 'v' then 'view' when 'm' then 'materialised view' when 'f' then 'foreign table'
		when 'S' then 'sequence' when 'p' then 'partitioned table' else 'relation of kind ' || c.relkind::text end) as finding
		from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind not in ('r', 'i', 't')
		and not (c.relkind = 'I' and c.relispartition = false and exists (select from pg_index x join t on t.oid = x.indrelid where x.indexrelid = c.oid and t.partitioned))
		and not (c.relkind = 'p' and exists (select from t where t.oid = c.oid and t.partitioned))
		and not exists (select from given, pg_depend d where d.objid = c.oid and d.refclassid = 'pg_class'::regclass and d.refobjid::regclass::text = any (owner_tables))`,
	`select format('%s is a partition that can be reached by its own name', c.relname) as finding
		from pg_class c join pg_inherits i on i.inhrelid = c.oid left join t on t.oid = i.inhparent
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and (not coalesce(t.partitioned, false) or not c.relrowsecurity or not c.relforcerowsecurity
		or exists (select from pg_policies p where p.tablename = c.relname)
		or exists (select from aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a where a.grantee <> c.relowner)
		or exists (select from pg_attribute a where a.attrelid = c.oid and a.attacl is not null))`,
	`select format('%s has the trigger %s', relname, g.tgname) as finding from t join pg_trigger g on g.tgrelid = t.oid where not g.tgisinternal`,
	`select format('%s has a rewrite rule', relname) as finding from t join pg_rewrite r on r.ev_class = t.oid`,
	`select format('schema %s is not public', nspname) as finding from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public', 'masked')`,
	// Views that cover what is masked (db/masking.ts): row security must hold in them as for whoever asks.
	`select format('masked.%s %s', c.relname, flaw) as finding from pg_class c, lateral (values
		(case when c.relkind <> 'v' then 'is no view' end),
		(case when not coalesce(c.reloptions @> '{security_invoker=true}', false) then 'does not run with its caller''s rights' end),
		(case when not exists (select from t where t.relname = c.relname and t.kind is not null) then 'stands for no table' end),
		(case when exists (select from aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a where a.grantee not in (c.relowner, 'tieout_app'::regrole))
			then 'is granted to others than the app role' end)
		) as flaws(flaw) where c.relnamespace = 'masked'::regnamespace and flaw is not null`,
	`select format('masked.%s lacks the column %s', c.relname, a.attname) as finding from pg_class c join t on t.relname = c.relname
		join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
		where c.relnamespace = 'masked'::regnamespace and not exists (select from pg_attribute v where v.attrelid = c.oid and v.attname = a.attname)`,
	`select format('schema masked: %s for %s', a.privilege_type, case when a.grantee = 0 then 'PUBLIC' else a.grantee::regrole::text end) as finding
		from pg_namespace n, lateral aclexplode(n.nspacl) a where n.nspname = 'masked' and a.grantee <> n.nspowner
		and not (a.privilege_type = 'USAGE' and a.grantee = 'tieout_app'::regrole)`,
	// Row security.
	`select format('%s has row security off', relname) as finding from t where kind is not null and not relrowsecurity`,
	`select format('%s does not force row security on its owner', relname) as finding from t where kind is not null and not relforcerowsecurity`,
	`select format('%s has no policy for the app role', relname) as finding from t where kind is not null and not exists
		(select from pg_policies p where p.tablename = relname and p.roles = '{tieout_app}' and p.permissive = 'PERMISSIVE'
			and (p.cmd = 'ALL' or not has_table_privilege('tieout_app', 'public.' || relname, 'insert')))`,
	`select format('%s: policy %s is for %s', tablename, policyname, roles) as finding from pg_policies
		where not (roles = '{tieout_app}' or (roles = '{tieout_door}' and cmd = 'SELECT'))`,
	`select format('%s: policy %s does not read its setting in a sub-select', tablename, policyname) as finding from pg_policies
		where roles = '{tieout_app}' and (qual !~ 'SELECT \\(?NULLIF\\(current_setting' or coalesce(with_check, qual) !~ 'SELECT \\(?NULLIF\\(current_setting')`,
	`select format('%s: policy %s writes what it does not read', tablename, policyname) as finding from pg_policies
		where roles = '{tieout_app}' and cmd <> 'SELECT' and with_check is distinct from qual`,
	// Keys.
	`select format('%s: unique index %s does not lead with %s', t.relname, i.relname, t.owner_column) as finding
		from t join pg_index x on x.indrelid = t.oid join pg_class i on i.oid = x.indexrelid
		where t.kind in ('tenant', 'bridge') and x.indisunique
		and (x.indkey[0] = 0 or t.owner_column <> (select attname from pg_attribute where attrelid = t.oid and attnum = x.indkey[0]))`,
	`select format('%s: foreign key %s does not lead with the tenant', t.relname, k.conname) as finding
		from t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f' join t as target on target.oid = k.confrelid
		where target.kind in ('tenant', 'bridge') and not (
			(select attname from pg_attribute where attrelid = t.oid and attnum = k.conkey[1]) = case when t.kind = 'platform' then 'tenant_id' else t.owner_column end
			and (select attname from pg_attribute where attrelid = target.oid and attnum = k.confkey[1]) = target.owner_column)`,
	`select format('%s.%s is nullable', t.relname, t.owner_column) as finding from t join pg_attribute a on a.attrelid = t.oid and a.attname = t.owner_column where not a.attnotnull`,
	// Types that lose their index under row security, or their cents.
	`select format('%s.%s is %s', t.relname, a.attname, format_type(a.atttypid, null)) as finding
		from t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped join pg_type y on y.oid = a.atttypid
		where y.typtype = 'e' or y.typname in ('numeric', 'float4', 'float8', 'money', 'bpchar', 'timestamp') or (a.attname ~ 'minor$' and y.typname <> 'int8')`,
	`select format('%s.%s orders a key but is not collated "C"', t.relname, a.attname) as finding
		from t join pg_index x on x.indrelid = t.oid join pg_attribute a on a.attrelid = t.oid and a.attnum = any (x.indkey)
		where t.kind is not null and a.attcollation <> 0 and a.attcollation <> (select oid from pg_collation where collname = 'C' and collnamespace = 'pg_catalog'::regnamespace)
		and not exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'c' and k.conkey = array[a.attnum] and pg_get_constraintdef(k.oid) like '%ARRAY[%')`,
	// Functions.
	`select format('function %s is no door of db/doors.ts', p.oid::regprocedure) as finding from pg_proc p, given
		where p.pronamespace = 'public'::regnamespace and not exists (select from json_to_recordset(doors) as d(name text, args text)
		where d.name = p.proname and d.args = pg_get_function_identity_arguments(p.oid))
		and not exists (select from json_to_recordset(keepers) as k(name text, args text) where k.name = p.proname and k.args = pg_get_function_identity_arguments(p.oid))`,
	`select format('door %s does not exist', d.name) as finding from given, json_to_recordset(doors) as d(name text, args text)
		where not exists (select from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proname = d.name)`,
	`select format('function %s: %s', p.oid::regprocedure, flaw) as finding from pg_proc p, lateral (values
		(case when not p.prosecdef then 'is not SECURITY DEFINER' end),
		(case when p.proowner <> 'tieout_door'::regrole then 'belongs to ' || p.proowner::regrole end),
		(case when p.proconfig is distinct from '{"search_path=\\"pg_catalog\\", \\"pg_temp\\""}'::text[] and p.proconfig is distinct from '{"search_path=pg_catalog, pg_temp"}'::text[]
			then 'has no fixed search path: ' || coalesce(p.proconfig::text, 'none') end),
		(case when p.provolatile = 'v' then 'may write' end),
		(case when exists (select from unnest(p.proallargtypes, p.proargmodes) as a(type, mode) where mode = 't' and type <> 'uuid'::regtype) then 'returns more than ids' end),
		(case when p.proallargtypes is null then 'returns something other than a table of ids' end),
		(case when exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
			where a.grantee not in (p.proowner, 'tieout_app'::regrole)) then 'may be executed by others than the app role' end)
		) as flaws(flaw), given where p.pronamespace = 'public'::regnamespace and flaw is not null
		and not exists (select from json_to_recordset(keepers) as k(name text, args text) where k.name = p.proname)`,
	`select format('function %s: %s', p.oid::regprocedure, flaw) as finding from given, json_to_recordset(keepers) as k(name text, args text)
		left join pg_proc p on p.proname = k.name and p.pronamespace = 'public'::regnamespace, lateral (values
		(case when p.oid is null then 'does not exist: ' || k.name end),
		(case when not p.prosecdef then 'is not SECURITY DEFINER' end),
		(case when p.proowner <> (select relowner from t where relname = 'audit_events') then 'belongs to ' || p.proowner::regrole end),
		(case when not coalesce(p.proconfig::text ~ 'search_path=\\W*pg_catalog\\W+pg_temp', false) then 'has no fixed search path' end),
		(case when exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
			where a.grantee not in (p.proowner, 'tieout_retention'::regrole)) then 'may be executed by others than the retention role' end)
		) as flaws(flaw) where flaw is not null`,
	// Grants.
	`select format('%s is granted to %s', t.relname, case when a.grantee = 0 then 'PUBLIC' else a.grantee::regrole::text end) as finding
		from t, lateral aclexplode(coalesce(t.relacl, acldefault('r', t.relowner))) a
		where a.grantee not in (t.relowner, case when t.kind is null then t.relowner else 'tieout_app'::regrole end)
			and not (a.grantee = 'tieout_erasure'::regrole and a.privilege_type = 'DELETE' and t.kind is not null and t.relname !~ '^audit_')`,
	`select distinct format('%s: the app role may %s', t.relname, a.privilege_type) as finding from t, lateral aclexplode(t.relacl) a
		where a.grantee = 'tieout_app'::regrole and (a.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE') or a.is_grantable)`,
	`select format('%s.%s is granted to %s', t.relname, c.attname, a.grantee::regrole) as finding
		from t join pg_attribute c on c.attrelid = t.oid, lateral aclexplode(c.attacl) a, given
		where a.grantee <> 'tieout_door'::regrole or a.privilege_type <> 'SELECT' or not coalesce((door_columns -> t.relname::text)::jsonb ? c.attname::text, false)`,
	`select format('schema public: %s for %s', a.privilege_type, case when a.grantee = 0 then 'PUBLIC' else a.grantee::regrole::text end) as finding
		from pg_namespace n, lateral aclexplode(n.nspacl) a where n.nspname = 'public' and a.grantee <> n.nspowner
		and not (a.privilege_type = 'USAGE' and a.grantee in ('tieout_app'::regrole, 'tieout_door'::regrole, 'tieout_retention'::regrole))`,
	`select format('set_config may be executed by %s', role) as finding from unnest('{public,tieout_app,tieout_door,tieout_retention}'::text[]) as role
		where has_function_privilege(role, 'pg_catalog.set_config(text, text, boolean)', 'execute')`,
	`select format('temporary tables may be made by %s', role) as finding from unnest('{public,tieout_app,tieout_login}'::text[]) as role
		where has_database_privilege(role, current_database(), 'temporary')`,
	// Roles.
	`select format('role %s is superuser, bypasses row security, inherits or makes roles', rolname) as finding from pg_roles
		where rolname ~ '^tieout' and (rolsuper or rolbypassrls or rolinherit or rolcreaterole or rolcreatedb or rolreplication)`,
	`select format('%s is a member of %s', m.member::regrole, m.roleid::regrole) as finding from pg_auth_members m
		where (m.member::regrole::text ~ '^tieout' and not (m.member = 'tieout_login'::regrole and m.roleid in ('tieout_app'::regrole, 'tieout_retention'::regrole, 'tieout_erasure'::regrole) and m.set_option and not m.inherit_option and not m.admin_option)
			and not (m.member = 'tieout_erasure'::regrole and m.roleid = 'tieout_app'::regrole and m.inherit_option and not m.set_option and not m.admin_option))`,
	`select format('%s owns %s', c.relowner::regrole, c.relname) as finding from pg_class c where c.relowner::regrole::text ~ '^tieout' and c.relnamespace = 'public'::regnamespace`,
	`select format('role %s bypasses row security', rolname) as finding from pg_roles where rolbypassrls and not rolsuper`,
];

const preamble = `
with given as (select $1::json as declared, $2::text[] as owner_tables, $3::json as doors, $4::json as door_columns, $5::json as keepers),
t as (select c.oid, c.relname, c.relowner, c.relacl, c.relrowsecurity, c.relforcerowsecurity,
	d.value ->> 'kind' as kind, d.value ->> 'ownerColumn' as owner_column, coalesce((d.value ->> 'partitioned')::boolean, false) as partitioned
	from pg_class c left join (select d.key, d.value from given, json_each(declared) d) d on d.key = c.relname
	where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition)
`;

/** Every finding, sorted. `client` is the owner's. */
export async function catalogueFindings(client: pg.Client): Promise<readonly string[]> {
	const values = [
		JSON.stringify(tables),
		ownerTables,
		JSON.stringify(doors.map(({ name, args }) => ({ name, args }))),
		JSON.stringify(doorColumns),
		JSON.stringify(keeperFunctions.map(({ name, args }) => ({ name, args }))),
	];
	const findings: string[] = [];
	for (const check of checks) {
		const { rows } = await client.query<{ finding: string }>(preamble + check, values);
		findings.push(...rows.map((row) => row.finding));
	}
	return findings.sort();
}
