// The months of the audit trail: making the next ones, and letting one go. Both are functions of the schema's owner, because only an
// owner makes and detaches partitions; only the retention role may call them, and it may do nothing else.
//
// What they refuse, no caller can talk them into: a month younger than seven years, and one of which any tenant has no verified
// archive of exactly as many events.
import { appRole, doorRole, loginRole, retentionRole } from "./roles.ts";

export const keptYears = 7;

export interface KeeperFunction {
	readonly name: string;
	/** Argument list as PostgreSQL prints it. */
	readonly args: string;
	readonly body: string;
	readonly reason: string;
}

/** A month's table holds no grant and no policy: rows are seen through the parent, under the parent's policies. */
const makeMonth = `
			execute format('create table public.%I partition of public.audit_events for values from (%L) to (%L)', part,
				first::timestamp at time zone 'UTC', (first + interval '1 month')::timestamp at time zone 'UTC');
			execute format('alter table public.%I enable row level security', part);
			execute format('alter table public.%I force row level security', part);`;

export const keeperFunctions: readonly KeeperFunction[] = [
	{
		name: "audit_make_months",
		args: "from_month date, months integer",
		body: `
declare
	first date;
	part text;
begin
	if from_month <> date_trunc('month', from_month)::date or months not between 1 and 120 then
		raise exception 'audit months: give the first day of a month and 1 to 120 months';
	end if;
	for first in select (from_month + make_interval(months => n))::date from generate_series(0, months - 1) n loop
		part := 'audit_events_' || to_char(first, 'YYYY_MM');
		if to_regclass('public.' || part) is not null then continue; end if;
		begin${makeMonth}
		exception when check_violation then
			raise warning 'events of % came before their month was made: they stay in audit_events_rest', first;
		end;
	end loop;
end`,
		reason: "Months are made before they begin, and an old one where archived events are read back.",
	},
	{
		name: "audit_drop_month",
		args: "month date",
		body: `
declare
	part text := 'audit_events_' || to_char(month, 'YYYY_MM');
begin
	if month <> date_trunc('month', month)::date or month + interval '1 month' > date_trunc('month', now() at time zone 'UTC') - interval '${keptYears} years' then
		raise exception 'audit month % is kept for ${keptYears} years', month using errcode = 'TA001';
	end if;
	-- Nobody adds to the month between the count and its end.
	execute format('lock table public.%I in access exclusive mode', part);
	if exists (select from public.unarchived_audit(month)) then
		raise exception 'audit month % has events without a verified archive', month using errcode = 'TA002';
	end if;
	execute format('alter table public.audit_events detach partition public.%I', part);
	execute format('drop table public.%I', part);
end`,
		reason: "A month leaves the database when it is old enough and every tenant's archive of it was verified.",
	},
];

/** SQL that makes the functions as they are listed here and the months around today; safe to run again, after doors and grants. */
export function auditMonthsSql(): string {
	const create = keeperFunctions.map(
		({ name, args, body, reason }) => `
drop function if exists public.${name}(${args.replaceAll(/\w+ (\w+)/g, "$1")});
create function public.${name}(${args}) returns void
language plpgsql volatile security definer set search_path to 'pg_catalog', 'pg_temp' set lock_timeout to '5s' as $keeper$${body}
$keeper$;
comment on function public.${name} is '${reason.replaceAll("'", "''")}';
revoke all on function public.${name} from public, ${appRole}, ${loginRole}, ${doorRole};
grant execute on function public.${name} to ${retentionRole};`,
	);
	return `
grant usage on schema public to ${retentionRole};
${create.join("\n")}
select public.audit_make_months((date_trunc('month', now() at time zone 'UTC') - interval '1 month')::date, 15);
`;
}
