import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import type { Inspection } from "../../domain/sync/files/inspect.ts";
import { layouts } from "../../domain/sync/files/layouts/layouts.ts";
import { tableSettingsOf } from "../../domain/sync/files/table-settings.ts";
import { repeatsOf } from "../../db/sync/file-overlap.store.ts";
import { fileOf, type FileRow } from "../../db/sync/file.store.ts";
import { waitingImport } from "../../db/tenancy/waiting-import.store.ts";
import type { ScopedEm } from "../../db/tenant-scope.ts";
import { procedure } from "../trpc.ts";
import { type FilePageOutput, filePageSchema, settingsSchema } from "./file.schema.ts";
import { inspectUploaded, isSmall, keptInspection } from "./inspect-uploaded.ts";

export const noFile = (): TieoutError => new TieoutError("NOT_FOUND", "There is no file with this id in this company.");

const tableOf = (settings: unknown) => tableSettingsOf(settings, "csv") ?? tableSettingsOf(settings, "xlsx");

const shownLayouts = layouts.map(({ id, issuer, title, kind }) => ({ layout: id, issuer, title, kind }));

/** What else is here that this file would repeat. */
export async function repeats(
	em: ScopedEm,
	{ tenantId, file, inspection }: { readonly tenantId: string; readonly file: FileRow; readonly inspection: Inspection | null },
): Promise<Pick<FilePageOutput, "duplicate" | "liveSource">> {
	const { id, connectionId } = file;
	const issuer = inspection?.detected?.layout?.issuer ?? null;
	return repeatsOf(em, tenantId, { id, connectionId, issuer, preview: inspection?.preview ?? null });
}

/**
 * How the file reads under the settings or the layout given, else those saved with it, else those it suggests itself. Writes nothing.
 * A large file shows what its job has found.
 */
export const previewFile = procedure("files.read")
	.input(z.object({ id: z.uuid("A file's id is a UUID."), settings: settingsSchema.nullish(), layout: z.string().max(100).nullish() }))
	.output(filePageSchema)
	.query(async ({ ctx: { em, tenantId, sources }, input }) => {
		const file = await fileOf(em, { tenantId, fileId: input.id });
		if (file === null) throw noFile();
		const choice = { settings: input.settings ?? null, layout: input.layout ?? undefined };
		const asked = choice.settings !== null || choice.layout !== undefined;
		// What is here already changes with every import, so a small file is looked at anew until it is imported itself.
		const kept = isSmall(file) && file.status !== "imported" ? null : keptInspection(file);
		const partial = !isSmall(file) && asked && kept?.settings?.format === "csv";
		const anew = isSmall(file) ? kept === null || asked : partial;
		const inspection = anew ? await inspectUploaded({ em, tenantId, sources }, file, choice) : kept;
		const detected = file.detected as { readonly accepted?: FilePageOutput["accepted"] } | null;
		return {
			file,
			inspection: inspection === null ? null : { ...inspection, table: tableOf(inspection.settings) },
			...(await repeats(em, { tenantId, file, inspection })),
			accepted: detected?.accepted ?? null,
			byJob: !isSmall(file),
			partial,
			layouts: shownLayouts,
			waits: file.status === "imported" ? null : await waitingImport(em, { tenantId, fileId: file.id }),
		};
	});
