// Reads the trail seal by seal, as an export writes it: every number in its place, with the event where it is still here.
import type { ChainHead } from "../../domain/tenancy/audit/chain.ts";
import { emptyChain } from "../../domain/tenancy/audit/chain.ts";
import type { EventLine, SaltedValue } from "../../domain/tenancy/audit/export-lines.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { hashText } from "./audit.store.ts";
import { auditColumns, type AuditRow, eventOfRow, microText } from "./audit-row.ts";
import { readEntries, type Seal, type SealEntry } from "./audit-seal.store.ts";

const sealColumns = `first_seq::float8 as "firstSeq", last_seq::float8 as "count", head, encode(entries, 'hex') as "entries",
	${microText("from_at")} as "fromAt", ${microText("to_at")} as "toAt"`;

type SealRow = Omit<Seal, "entries"> & { readonly entries: string };
const sealOf = (row: SealRow): Seal => ({ ...row, entries: readEntries(row.entries, row.firstSeq) });

/** The first seal behind number `seq`; null: there is none yet. */
export async function sealAfter(em: ScopedEm, tenantId: string, seq: number): Promise<Seal | null> {
	const [row] = await em.execute<SealRow[]>(
		`select ${sealColumns} from audit_seals where tenant_id = ?::uuid and last_seq > ? order by last_seq limit 1`,
		[tenantId, seq],
	);
	return row === undefined ? null : sealOf(row);
}

/** The chain behind number `seq`, which must be the last of a seal or 0. */
export async function headAt(em: ScopedEm, tenantId: string, seq: number): Promise<ChainHead | null> {
	if (seq === 0) return emptyChain(hashText, tenantId);
	const [row] = await em.execute<ChainHead[]>(
		`select last_seq::float8 as "count", head from audit_seals where tenant_id = ?::uuid and last_seq = ?`,
		[tenantId, seq],
	);
	return row ?? null;
}

/** Where an event stands in the chain; null: it has no number yet. */
export async function placeOf(
	em: ScopedEm,
	tenantId: string,
	event: { readonly id: string; readonly at: string },
): Promise<SealEntry | null> {
	const rows = await em.execute<SealRow[]>(
		`select ${sealColumns} from audit_seals where tenant_id = ?::uuid and to_at >= ?::timestamptz and from_at <= ?::timestamptz
		and position(decode(?, 'hex') in entries) > 0 order by to_at`,
		[tenantId, event.at, event.at, event.id.replaceAll("-", "")],
	);
	return rows.flatMap((row) => sealOf(row).entries.filter(({ id }) => id === event.id))[0] ?? null;
}

export interface MonthBounds {
	/** Inclusive, ISO. */
	readonly from: string;
	/** Exclusive. */
	readonly until: string;
}

/** A seal's lines; with `month` the events of other months stay out, their places stay. */
export async function linesOf(em: ScopedEm, tenantId: string, seal: Seal, month: MonthBounds | null = null): Promise<readonly EventLine[]> {
	const ids = seal.entries.map(({ id }) => id);
	const from = month === null || month.from < seal.fromAt ? seal.fromAt : month.from;
	const events = await em.execute<AuditRow[]>(
		`select ${auditColumns} from audit_events e where e.tenant_id = ?::uuid and e.at >= ?::timestamptz and e.at <= ?::timestamptz
		and e.at < ?::timestamptz and e.id = any (?::uuid[])`,
		[tenantId, from, seal.toAt, month?.until ?? "infinity", `{${ids.join()}}`],
	);
	const personal = await personalOf(em, tenantId, ids);
	const byId = new Map(events.map((row) => [row.id, eventOfRow(row)]));
	return seal.entries.map(({ seq, id, hash }) => {
		const event = byId.get(id) ?? null;
		return { seq, hash, event, personal: event === null ? {} : (personal.get(id) ?? {}) };
	});
}

type Personal = Readonly<Record<string, SaltedValue>>;

/** What is kept of those events' personal values, by event. */
export async function personalOf(em: ScopedEm, tenantId: string, ids: readonly string[]): Promise<ReadonlyMap<string, Personal>> {
	const rows = await em.execute<(SaltedValue & { eventId: string; field: string })[]>(
		`select event_id::text as "eventId", field, salt, value from audit_personal
		where tenant_id = ?::uuid and event_id = any (?::uuid[]) order by event_id, field`,
		[tenantId, `{${ids.join()}}`],
	);
	const byEvent = new Map<string, Record<string, SaltedValue>>();
	for (const { eventId, field, salt, value } of rows) byEvent.set(eventId, { ...byEvent.get(eventId), [field]: { salt, value } });
	return byEvent;
}
