// Archives of old months: which months there are, which are old enough, what was archived of them, and letting one go.
import type { ScopedEm } from "../tenant-scope.ts";
import { keptYears } from "../audit-months.ts";
import type { MonthBounds } from "./audit-read.store.ts";

/** "2019-11-01" */
export type MonthStart = string;

/** Months whose events are older than the law asks for, oldest first. */
export async function endedMonths(em: ScopedEm): Promise<readonly MonthStart[]> {
	const rows = await em.execute<{ month: string }[]>(
		`select to_char(month, 'YYYY-MM-DD') as "month" from (
			select to_date(substring(c.relname from 'audit_events_(\\d{4}_\\d{2})$'), 'YYYY_MM') as month
			from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'public.audit_events'::regclass
		) m where month + interval '1 month' <= date_trunc('month', now() at time zone 'UTC') - interval '${keptYears} years' order by month`,
	);
	return rows.map(({ month }) => month);
}

/** Tenants with events of the month that no verified archive holds. */
export async function unarchivedTenants(em: ScopedEm, month: MonthStart): Promise<readonly string[]> {
	const rows = await em.execute<{ tenant_id: string }[]>("select tenant_id::text from unarchived_audit(?::date)", [month]);
	return rows.map((row) => row.tenant_id);
}

export const boundsOf = (month: MonthStart): MonthBounds => {
	const [year = 0, number = 1] = month.split("-").map(Number);
	return { from: `${month}T00:00:00.000000Z`, until: `${new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10)}T00:00:00.000000Z` };
};

export interface MonthRange {
	readonly events: number;
	/** The number before the first seal that has an event of the month. */
	readonly from: number;
	/** The last number of the last such seal. */
	readonly to: number;
}

/** Where a month's events stand in the chain; null: one of them has no number yet, or none is there. */
export async function monthRange(em: ScopedEm, tenantId: string, month: MonthBounds): Promise<MonthRange | null> {
	const [found] = await em.execute<{ events: number; sealed: number; from: number | null; to: number | null }[]>(
		`with mine as (
			select e.id from audit_events e where e.tenant_id = ?::uuid and e.at >= ?::timestamptz and e.at < ?::timestamptz
		), places as (
			select s.first_seq, s.last_seq, substring(s.entries from n * 48 + 1 for 16) as id
			from audit_seals s, generate_series(0, length(s.entries) / 48 - 1) n
			where s.tenant_id = ?::uuid and s.to_at >= ?::timestamptz and s.from_at < ?::timestamptz
		)
		select (select count(*) from mine)::float8 as "events", count(*)::float8 as "sealed",
			min(p.first_seq)::float8 - 1 as "from", max(p.last_seq)::float8 as "to"
		from mine m join places p on p.id = uuid_send(m.id)`,
		[tenantId, month.from, month.until, tenantId, month.from, month.until],
	);
	if (found === undefined || found.from === null || found.to === null || found.sealed !== found.events) return null;
	return { events: found.events, from: found.from, to: found.to };
}

/** The first checkpoint that covers number `seq`. */
export async function coveringCount(em: ScopedEm, tenantId: string, seq: number): Promise<number | null> {
	const [row] = await em.execute<{ no: number }[]>(
		"select no from audit_checkpoints where tenant_id = ?::uuid and count >= ? order by no limit 1",
		[tenantId, seq],
	);
	return row?.no ?? null;
}

export interface NewArchive extends MonthRange {
	readonly tenantId: string;
	readonly id: string;
	readonly month: MonthStart;
	readonly objectKey: string;
	readonly sha256: string;
}

/** Only for an archive that was read back and verified. */
export async function addArchive(em: ScopedEm, archive: NewArchive): Promise<void> {
	await em.execute(
		`insert into audit_archives (tenant_id, id, month, events, first_seq, last_seq, object_key, sha256)
		values (?::uuid, ?::uuid, ?::date, ?, ?, ?, ?, ?)`,
		[archive.tenantId, archive.id, archive.month, archive.events, archive.from + 1, archive.to, archive.objectKey, archive.sha256],
	);
}

/** Personal values go with the month that they belong to: an archive has none. */
export async function erasePersonalOf(em: ScopedEm, tenantId: string, month: MonthBounds): Promise<void> {
	await em.execute("delete from audit_personal where tenant_id = ?::uuid and event_at >= ?::timestamptz and event_at < ?::timestamptz", [
		tenantId,
		month.from,
		month.until,
	]);
}

/** How many events of this tenant lie in archives alone. */
export async function archivedEvents(em: ScopedEm, tenantId: string): Promise<number> {
	const [row] = await em.execute<{ events: number }[]>(
		`select coalesce(sum(events), 0)::float8 as "events" from (
			select max(a.events) as events from audit_archives a where a.tenant_id = ?::uuid
			and to_regclass('public.audit_events_' || to_char(a.month, 'YYYY_MM')) is null group by a.month
		) m`,
		[tenantId],
	);
	return row?.events ?? 0;
}

/**
 * How many events more (or fewer) there are than were ever sealed, waiting and archived ones counted: an event that somebody put in
 * beside the trail has no number. Everything is read in one snapshot.
 */
export async function unaccountedEvents(em: ScopedEm, tenantId: string, archived: number): Promise<number> {
	const [row] = await em.execute<{ more: number }[]>(
		`select ((select count(*) from audit_events where tenant_id = ?::uuid) - (select count(*) from audit_unsealed where tenant_id = ?::uuid)
			- coalesce((select count from audit_chains where tenant_id = ?::uuid), 0) + ?::bigint)::float8 as "more"`,
		[tenantId, tenantId, tenantId, archived],
	);
	return row?.more ?? 0;
}

/** In a unit of work of the retention role. @throws when it is too young, or a tenant's events are not all archived */
export async function dropMonth(em: ScopedEm, month: MonthStart): Promise<void> {
	await em.execute("select audit_drop_month(?::date)", [month]);
}

/** In a unit of work of the retention role: this month, the one before and those of the year to come. */
export async function makeMonths(em: ScopedEm): Promise<void> {
	await em.execute("select audit_make_months((date_trunc('month', now() at time zone 'UTC') - interval '1 month')::date, 15)");
}
