// What a tenant confirmed for files of one kind, found again by the fingerprint of their header. A later confirmation replaces it.
import { derivedId } from "../../domain/core/ids.ts";
import type { ScopedEm } from "../tenant-scope.ts";

interface OfFiles {
	readonly tenantId: string;
	readonly fingerprint: string;
}

export interface RememberedMapping {
	readonly mapping: unknown;
	/** Name of the file that it was confirmed for. */
	readonly name: string;
}

/** Null when no file of this kind was confirmed yet. */
export async function rememberedMapping(em: ScopedEm, { tenantId, fingerprint }: OfFiles): Promise<RememberedMapping | null> {
	const rows = await em.execute<RememberedMapping[]>(
		`select mapping, name from file_mappings where tenant_id = ?::uuid and fingerprint = ?`,
		[tenantId, fingerprint],
	);
	return rows[0] ?? null;
}

export async function rememberMapping(
	em: ScopedEm,
	input: OfFiles & { readonly format: string; readonly mapping: unknown; readonly name: string; readonly userId: string },
): Promise<void> {
	await em.execute(
		`insert into file_mappings (tenant_id, id, fingerprint, format, mapping, name, used_at, created_by)
		values (?::uuid, ?::uuid, ?, ?, ?::jsonb, ?, now(), ?::uuid)
		on conflict (tenant_id, fingerprint) do update
		set format = excluded.format, mapping = excluded.mapping, name = excluded.name, used_at = now(), created_by = excluded.created_by`,
		[
			input.tenantId,
			derivedId("file-mapping", input.tenantId, input.fingerprint),
			input.fingerprint,
			input.format,
			JSON.stringify(input.mapping),
			input.name,
			input.userId,
		],
	);
}
