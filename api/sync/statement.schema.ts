// A statement's mapping and preview on the wire; the shapes are domain/sync/statement's own.
import { z } from "zod";
import type { StatementMapping } from "../../domain/sync/statement/mapping.ts";
import type { StatementPreview } from "../../domain/sync/statement/preview.ts";

const column = z.int().min(0).max(500).nullable();

export const mappingSchema = z.object({
	delimiter: z.string().length(1, "The delimiter is one character."),
	headerRow: z.int().min(-1).max(200),
	columns: z.object({
		date: column,
		description: column,
		reference: column,
		amount: column,
		debit: column,
		credit: column,
		currency: column,
		balance: column,
		account: column,
	}),
	dateOrder: z.enum(["ymd", "dmy", "mdy"]).nullable(),
	decimalMark: z.enum([".", ","]).nullable(),
	currency: z.string().max(10),
	account: z.string().max(100),
}) satisfies z.ZodType<StatementMapping>;

const problem = z.object({ code: z.string(), reason: z.string() });

const row = z.object({
	row: z.number(),
	cells: z.array(z.string()).readonly(),
	read: z
		.object({
			kind: z.enum(["movement", "opening", "closing"]),
			date: z.string(),
			description: z.string(),
			reference: z.string(),
			account: z.string(),
			currency: z.string(),
			minor: z.string().nullable(),
			balanceMinor: z.string().nullable(),
		})
		.nullable(),
	error: problem.nullable(),
});

export const previewSchema = z.object({
	problem: problem.nullable(),
	header: z.array(z.string()).readonly(),
	mapping: mappingSchema,
	questions: z
		.array(z.object({ field: z.enum(["date", "amount", "dateOrder", "decimalMark", "currency", "account"]), sentence: z.string() }))
		.readonly(),
	rows: z.array(row).readonly(),
	movementCount: z.number(),
	errorCount: z.number(),
	errors: z.array(row).readonly(),
	firstDate: z.string().nullable(),
	lastDate: z.string().nullable(),
	proofs: z
		.array(
			z.object({
				account: z.string(),
				currency: z.string(),
				count: z.number(),
				movementsMinor: z.string(),
				openingMinor: z.string().nullable(),
				closingMinor: z.string().nullable(),
				verdict: z.enum(["ties", "differs", "not_proven"]),
				sentence: z.string(),
			}),
		)
		.readonly(),
}) satisfies z.ZodType<StatementPreview>;
