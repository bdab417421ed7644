// What the app role may do, and what nobody may. Applied after every migration, so that it always says what this file says.
import { appRole, erasureRole, loginRole } from "./roles.ts";
import { type TableDeclaration, tables } from "./tables.ts";

function grantsOf({ appendOnly, readOnly }: TableDeclaration): string {
	if (readOnly === true) return "select";
	return appendOnly === true ? "select, insert" : "select, insert, update, delete";
}

/** Recorded rows that go with their company; the audit trail stays. */
const goesWithTenant = Object.entries(tables).filter(([table, { appendOnly }]) => appendOnly === true && !table.startsWith("audit_"));

/** SQL; safe to run again. */
export function grantsSql(): string {
	return `
revoke all on schema public from public;
revoke all on all tables in schema public from public, ${appRole}, ${loginRole}, ${erasureRole};
revoke all on all functions in schema public from public;
grant usage on schema public to ${appRole};
${Object.entries(tables)
	.map(([table, declaration]) => `grant ${grantsOf(declaration)} on public.${table} to ${appRole};`)
	.join("\n")}
${goesWithTenant.map(([table]) => `grant delete on public.${table} to ${erasureRole};`).join("\n")}
-- A temporary table has no policies and outlives its unit of work on the pooled connection: the next tenant would find it.
do $$ begin execute format('revoke temporary on database %I from public', current_database()); end $$;
-- The acting tenant is a setting, so SQL that can call set_config could become another tenant in the middle of one SELECT.
-- The login role keeps it: it sets the tenant before it steps down to the app role, which then can't.
do $$
begin
	revoke execute on function pg_catalog.set_config(text, text, boolean) from public;
	grant execute on function pg_catalog.set_config(text, text, boolean) to ${loginRole};
exception when insufficient_privilege then
	raise warning 'set_config stays callable by everybody: only the server''s superuser can revoke it';
end
$$;
`;
}
