// An uploaded file on the wire: what it was taken for, how it is read, what would be imported. The shapes are domain/sync/files' own.
import { z } from "zod";
import { canonicalKinds } from "../../domain/sync/canonical.ts";
import { encodings } from "../../domain/sync/files/csv/encoding.ts";
import { type FileSettings, type LayoutChoice, noteKinds } from "../../domain/sync/files/format.ts";
import type { DetectedFile } from "../../domain/sync/files/inspect.ts";
import type { FilePreview } from "../../domain/sync/files/preview.ts";
import { signRules, type TableColumns, type TableField, tableFields, type TableMapping } from "../../domain/sync/files/table-mapping.ts";

const column = z.int().min(0).max(2_000).nullable();

const columns = z.object(Object.fromEntries(tableFields.map((field) => [field, column])) as Record<TableField, typeof column>);

export const tableMappingSchema = z.object({
	format: z.enum(["csv", "xlsx"]),
	layout: z.string().max(100),
	encoding: z.enum(encodings),
	delimiter: z.string().length(1, "The delimiter is one character."),
	sheet: z.string().max(200),
	headerRow: z.int().min(-1).max(1_000),
	columns: columns satisfies z.ZodType<TableColumns>,
	dateOrder: z.enum(["ymd", "dmy", "mdy"]).nullable(),
	decimalMark: z.enum([".", ","]).nullable(),
	currency: z.string().max(10),
	account: z.string().max(100),
	signs: z.enum(signRules).nullable(),
}) satisfies z.ZodType<TableMapping>;

/** Formats that say everything themselves have no more than their name. */
const plainSettings = z
	.looseObject({ format: z.string().max(40) })
	.refine(({ format }) => format !== "csv" && format !== "xlsx", "A table’s columns are missing.");

export const settingsSchema = z.union([tableMappingSchema, plainSettings]);

export const fileSchema = z.object({
	id: z.string(),
	connectionId: z.string(),
	connectionName: z.string(),
	name: z.string(),
	sizeBytes: z.number(),
	sha256: z.string(),
	status: z.enum(["uploaded", "inspecting", "inspected", "mapped", "imported", "refused"]),
	/** "Chase · Checking and savings", "MT940"; null before it was looked at. */
	title: z.string().nullable(),
	confidence: z.number().nullable(),
	/** Records that would be or were imported; null before it was looked at. */
	recordCount: z.number().nullable(),
	uploadedBy: z.string().nullable(),
	uploadedAt: z.string(),
	jobId: z.string().nullable(),
	inspectJobId: z.string().nullable(),
	quarantined: z.number(),
});

const problem = z.object({ code: z.string(), reason: z.string() });
const kind = z.enum(canonicalKinds);

const layoutChoice = z.object({
	layout: z.string(),
	issuer: z.string(),
	title: z.string(),
	kind,
	confidence: z.number(),
	why: z.array(z.string()).readonly(),
}) satisfies z.ZodType<LayoutChoice>;

const detected = z.object({
	format: z.string(),
	formatTitle: z.string(),
	layout: layoutChoice.nullable(),
	confidence: z.number(),
	why: z.array(z.string()).readonly(),
	alternatives: z.array(layoutChoice).readonly(),
	header: z.array(z.string()).readonly(),
	remembered: z.boolean(),
}) satisfies z.ZodType<DetectedFile>;

const count = z.number();
const text = z.string();

const preview = z.object({
	kind,
	rows: z
		.array(
			z.object({
				naturalKey: text,
				kind,
				date: text,
				description: text,
				reference: text,
				category: text,
				status: text,
				group: text,
				account: text,
				currency: text,
				amountMinor: text,
				feeMinor: text,
				netMinor: text,
			}),
		)
		.readonly(),
	recordCount: count,
	rowCount: count,
	refusedCount: count,
	refused: z.array(z.object({ record: count, text, code: text, reason: text })).readonly(),
	notes: z
		.array(
			z.object({
				kind: z.enum(noteKinds),
				count,
				shown: z.array(z.object({ line: count, text, sentence: text })).readonly(),
			}),
		)
		.readonly(),
	totals: z
		.array(
			z.object({
				kind,
				account: text,
				currency: text,
				count,
				amountMinor: text,
				feeMinor: text,
				netMinor: text,
				inMinor: text,
				outMinor: text,
				firstDate: text,
				lastDate: text,
			}),
		)
		.readonly(),
	totalsCut: count,
	proofs: z
		.array(
			z.object({
				account: text,
				currency: text,
				number: text,
				count,
				movementsMinor: text,
				openingMinor: text.nullable(),
				closingMinor: text.nullable(),
				verdict: z.enum(["ties", "differs", "not_proven"]),
				sentence: text,
			}),
		)
		.readonly(),
	firstDate: text.nullable(),
	lastDate: text.nullable(),
	contentSha256: text.nullable(),
	knownCount: count.nullable(),
}) satisfies z.ZodType<FilePreview>;

export const inspectionSchema = z.object({
	problem: problem.nullable(),
	detected: detected.nullable(),
	/** How it is read, to be handed back as it is; null while the file can't be read. */
	settings: z.custom<FileSettings>().nullable(),
	/** The same of a CSV or a workbook, whose columns a person may change. */
	table: tableMappingSchema.nullable(),
	questions: z.array(z.object({ field: text, sentence: text })).readonly(),
	/** null while a question is open. */
	preview: preview.nullable(),
});

export const filePageSchema = z.object({
	file: fileSchema,
	/** null while a large file is being looked at by its job. */
	inspection: inspectionSchema.nullable(),
	/** Another file with the same records. */
	duplicate: z.object({ id: text, connectionId: text, name: text, status: text, uploadedAt: text }).nullable(),
	/** A connection that reads the very source of this export: its rows would be there twice. */
	liveSource: z.object({ id: text, name: text }).nullable(),
	/** What a person decided in spite of what the file said. */
	accepted: z
		.object({ reason: text, by: text.nullable(), at: text, of: z.array(z.enum(["difference", "duplicate"])).readonly() })
		.nullable(),
	/** Too large to be looked at while the page waits: every change of its mapping is a job. */
	byJob: z.boolean(),
	/** Only the first part of a large file was read to show what a change would do: its totals are not the file's. */
	partial: z.boolean(),
	/** The import that a second person has to approve first; null: none waits. */
	waits: z.object({ decisionId: text, jobId: text }).nullable(),
	/** Everything that a table can be read as, for "choose another". */
	layouts: z.array(z.object({ layout: text, issuer: text, title: text, kind })).readonly(),
});
export type FilePageOutput = z.infer<typeof filePageSchema>;
