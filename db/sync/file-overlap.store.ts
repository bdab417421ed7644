// What of a file is here already: another file with the same content, records that this connection has, and a connection to the very
// source that the file was exported from, whose rows would then be there twice.
import { derivedId } from "../../domain/core/ids.ts";
import { vendorIds, vendors } from "../../domain/sync/vendors/vendors.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { instantText } from "./instant-text.ts";

export interface SameFile {
	readonly id: string;
	readonly connectionId: string;
	readonly name: string;
	readonly status: string;
	readonly uploadedAt: string;
}

/** The oldest other file with the same records, in whatever format; null when there is none. */
export async function fileWithContent(
	em: ScopedEm,
	input: { readonly tenantId: string; readonly fileId: string; readonly contentSha256: string },
): Promise<SameFile | null> {
	const rows = await em.execute<SameFile[]>(
		`select f.id::text as "id", f.connection_id::text as "connectionId", f.name, f.status, ${instantText("f.uploaded_at")} as "uploadedAt"
		from files f, files this
		where this.tenant_id = ?::uuid and this.id = ?::uuid and f.tenant_id = this.tenant_id and f.id <> this.id
			and f.content_sha256 = ? and f.status <> 'refused' and (f.status = 'imported' or (f.uploaded_at, f.id) < (this.uploaded_at, this.id))
		order by (f.status = 'imported') desc, f.uploaded_at, f.id limit 1`,
		[input.tenantId, input.fileId, input.contentSha256],
	);
	return rows[0] ?? null;
}

/** How many of these natural keys are current rows of the connection. */
export async function knownKeys(
	em: ScopedEm,
	input: { readonly tenantId: string; readonly connectionId: string; readonly kind: string; readonly naturalKeys: readonly string[] },
): Promise<number> {
	const ids = input.naturalKeys.map((key) => derivedId("canonical", input.connectionId, input.kind, key));
	const [row] = await em.execute<{ known: number }[]>(
		`select count(distinct id)::int as "known" from canonical_rows
		where tenant_id = ?::uuid and id in (select value::uuid from jsonb_array_elements_text(?::jsonb)) and to_seq is null`,
		[input.tenantId, JSON.stringify(ids)],
	);
	return row?.known ?? 0;
}

interface LiveSource {
	readonly id: string;
	readonly name: string;
}

/** A connection of the same company that reads this vendor itself and has rows of this kind; null when there is none. */
async function liveSource(
	em: ScopedEm,
	input: { readonly tenantId: string; readonly connectionId: string; readonly vendor: string; readonly kind: string },
): Promise<LiveSource | null> {
	const rows = await em.execute<LiveSource[]>(
		`select c.id::text as "id", c.name from connections c, connections this
		where this.tenant_id = ?::uuid and this.id = ?::uuid and c.tenant_id = this.tenant_id and c.entity_id = this.entity_id and c.vendor = ?
			and exists (select from canonical_rows r where r.tenant_id = c.tenant_id and r.connection_id = c.id and r.kind = ? and r.to_seq is null)
		order by c.name, c.id limit 1`,
		[input.tenantId, input.connectionId, input.vendor, input.kind],
	);
	return rows[0] ?? null;
}

export interface Repeats {
	readonly duplicate: SameFile | null;
	readonly liveSource: LiveSource | null;
}

export interface ReadFile {
	readonly id: string;
	readonly connectionId: string;
	/** Whose export it was taken for: "Stripe"; null: nobody's. */
	readonly issuer: string | null;
	/** Of what it reads as; null: it was not looked at. */
	readonly preview: { readonly kind: string; readonly contentSha256: string | null } | null;
}

/** What else is here that this file would repeat. */
export async function repeatsOf(em: ScopedEm, tenantId: string, { id: fileId, connectionId, issuer, preview }: ReadFile): Promise<Repeats> {
	if (preview === null) return { duplicate: null, liveSource: null };
	const { kind, contentSha256 } = preview;
	const vendor = vendorIds.find((each) => vendors[each].title === issuer);
	return {
		duplicate: contentSha256 === null ? null : await fileWithContent(em, { tenantId, fileId, contentSha256 }),
		liveSource: vendor === undefined ? null : await liveSource(em, { tenantId, connectionId, vendor, kind }),
	};
}
