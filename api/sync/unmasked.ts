// Refuses in words what would use a masked column: sorting and filtering by it. The views (db/masking.ts) hold the value back already; this
// says so to the person. A search over several columns finds nothing in masked ones and goes on with the others.
import type { ExportRequest } from "../../db/sync/export.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { CanonicalKind } from "../../domain/sync/canonical.ts";
import { files } from "../../domain/sync/vendors/files.ts";
import type { VendorStream } from "../../domain/sync/vendors/vendor.ts";
import { keysMasked } from "../../domain/tenancy/policies/masked-keys.ts";
import { maskableFields, type MaskedUse, type Masks, mayUse } from "../../domain/tenancy/policies/masking.ts";

interface Used {
	readonly kind?: CanonicalKind | undefined;
	/** Names of columns, "-" in front or not. */
	readonly sorts: readonly string[];
	readonly filters: Readonly<Record<string, unknown>>;
}

function requireUnused(masks: Masks, { kind, sorts, filters }: Used): void {
	if (masks.size === 0) return;
	for (const field of maskableFields) {
		const verb: MaskedUse["verb"] | null = sorts.some((sort) => sort.replace(/^-/, "") === field)
			? "sorted"
			: filters[field] === undefined
				? null
				: "filtered";
		const rule = verb === null ? null : mayUse(masks, { field, kind, verb });
		if (rule !== null && !rule.ok) throw new TieoutError(rule.error.code, rule.error.message, { column: field });
	}
}

/** @throws TieoutError MASKED */
export function requireUnmaskedRows(masks: Masks, filter: { readonly kind?: CanonicalKind | undefined; readonly sort: string }): void {
	requireUnused(masks, { kind: filter.kind, sorts: filter.sort.split(","), filters: { ...filter } });
}

/** @throws TieoutError MASKED */
export function requireUnmasked(masks: Masks, request: ExportRequest): void {
	if (request.list !== "explorer") return;
	const { filters, sort } = request;
	requireUnused(masks, { kind: filters.kind, sorts: sort.map(({ by }) => by), filters: { ...filters } });
}

/** Records that are chosen by whole keys: how many there are would answer to a guess of what is covered in them. @throws TieoutError MASKED */
export function requireUnmaskedKeys(masks: Masks, keys: readonly { readonly stream: string }[] | undefined): void {
	const streams: Readonly<Record<string, VendorStream>> = files.streams;
	for (const stream of new Set(keys?.map((key) => key.stream))) {
		const kind = streams[stream]?.kind;
		if (kind === undefined || !keysMasked(masks, kind)) continue;
		const message =
			"The ids of these records hold what is masked for your role, so records can’t be chosen by them. Retry them from quarantine, or replay whole pages.";
		throw new TieoutError("MASKED", message, { stream });
	}
}
