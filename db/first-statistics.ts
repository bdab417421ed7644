// What the planner takes for granted of a table that it has never looked at: all its rows may be of one tenant. Without that it
// guesses two hundred tenants, reads a tenant's whole table where a key would do, and a first sync gets slower with every page until
// autovacuum comes by. What autovacuum has found out is never touched.

/** PostgreSQL 18's own way to write statistics; the owner runs it after the migrations, as often as it likes. */
export const firstStatisticsSql = (): string => `
	select count(*) from (
		select pg_restore_attribute_stats('schemaname', 'public', 'relname', c.relname::text, 'attname', a.attname::text, 'inherited', false,
			'null_frac', case a.attname when 'to_seq' then 0.9 else 0 end::real, 'avg_width', 16, 'n_distinct', 2::real)
		from pg_class c
		join pg_attribute a on a.attrelid = c.oid and a.attname in ('tenant_id', 'to_seq') and not a.attisdropped
		where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
			and not exists (select from pg_statistic s where s.starelid = c.oid and s.staattnum = a.attnum)
	) first;`;
