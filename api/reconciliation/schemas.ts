// Shapes of the reconciliation procedures on the wire, and the way from a stored row to them.
import { z } from "zod";
import type { ExceptionRow } from "../../db/reconciliation/exception.store.ts";
import type { MatchRowView } from "../../db/reconciliation/match.store.ts";
import type { PayoutProofRow } from "../../db/reconciliation/payout-proof.store.ts";
import type { PayoutListRow } from "../../db/reconciliation/payout-row.store.ts";
import type { RunRow } from "../../db/reconciliation/run.store.ts";
import { exceptionTypes } from "../../domain/reconciliation/outcome.ts";
import { passNames } from "../../domain/reconciliation/rules.ts";
import { moneyOrNull, moneySchema, moneyWire } from "../money.schema.ts";

export const runIdSchema = z.uuid();
export const monthSchema = z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/, "Choose a month like 2026-10.");
export const afterSchema = z.string().max(1000).nullish();
export const limitSchema = z.int().min(1).max(200).default(100);

const pointer = z.object({ canonicalId: z.string(), canonicalVersion: z.number() });

export const runSchema = z.object({
	id: z.string(),
	jobId: z.string(),
	entityId: z.string(),
	entityName: z.string(),
	month: z.string(),
	periodFrom: z.string(),
	periodTo: z.string(),
	/** The moment as of which the frozen inputs speak. */
	asOf: z.string(),
	createdAt: z.string(),
	/** done: the result stands; anything else: it is still being made, or was not finished. */
	status: z.string(),
	rulesVersion: z.string(),
	engineVersion: z.string(),
	inputHash: z.string().nullable(),
	resultHash: z.string().nullable(),
	counts: z.object({
		payouts: z.number(),
		matchedPayouts: z.number(),
		matches: z.number(),
		exceptions: z.number(),
		unexplained: z.number(),
	}),
});

export function runView({
	payouts,
	matchedPayouts,
	matches,
	exceptions,
	unexplained,
	timeZone: _zone,
	...run
}: RunRow): z.infer<typeof runSchema> {
	return { ...run, counts: { payouts, matchedPayouts, matches, exceptions, unexplained } };
}

export const proofStatusSchema = z.enum(["matched", "break", "timing", "unproven"]);
export const proofKindSchema = z.enum(["itemised", "balance_proven"]);

export const payoutSchema = z.object({
	payoutKey: z.string(),
	canonicalId: z.string(),
	canonicalVersion: z.number(),
	ledgerDate: z.string(),
	currency: z.string(),
	kind: proofKindSchema,
	status: proofStatusSchema,
	payout: moneySchema,
	items: moneySchema.nullable(),
	bank: moneySchema.nullable(),
	booked: moneySchema.nullable(),
	difference: moneySchema,
	sentence: z.string(),
});

export function payoutView({
	payoutMinor,
	itemsMinor,
	bankMinor,
	bookedMinor,
	differenceMinor,
	...row
}: PayoutProofRow): z.infer<typeof payoutSchema> {
	return {
		...row,
		payout: moneyWire(payoutMinor, row.currency),
		items: moneyOrNull(itemsMinor, row.currency),
		bank: moneyOrNull(bankMinor, row.currency),
		booked: moneyOrNull(bookedMinor, row.currency),
		difference: moneyWire(differenceMinor, row.currency),
	};
}

export const listStatusSchema = z.enum([...proofStatusSchema.options, "returned", "untied"]);

/** A row of the list of payouts. */
export const listRowSchema = z.object({
	/** What tells it from the others. */
	rowKey: z.string(),
	/** Only a payout has a proof; the others open their records. */
	rowKind: z.enum(["payout", "other_period", "returned", "untied", "activity"]),
	status: listStatusSchema,
	/** What people call it: the payout's id, the document's number, the bank's text. */
	label: z.string(),
	payoutKey: z.string().nullable(),
	currency: z.string(),
	ledgerDate: z.string(),
	sentence: z.string(),
	/** Stripe's side, and the side of the view: NetSuite or the bank. */
	aCount: z.number(),
	a: moneySchema,
	bCount: z.number(),
	b: moneySchema,
	difference: moneySchema,
	records: z.array(pointer.extend({ side: z.enum(["a", "b"]), label: z.string(), ledgerDate: z.string(), amount: moneySchema })),
	/** Of the payout's proof; null on the other rows. */
	kind: proofKindSchema.nullable(),
	canonicalId: z.string().nullable(),
	canonicalVersion: z.number().nullable(),
	payout: moneySchema.nullable(),
	items: moneySchema.nullable(),
	bank: moneySchema.nullable(),
	booked: moneySchema.nullable(),
});

export function listRowView({
	aMinor,
	bMinor,
	differenceMinor,
	payoutMinor,
	itemsMinor,
	bankMinor,
	bookedMinor,
	records,
	...row
}: PayoutListRow): z.infer<typeof listRowSchema> {
	const { currency } = row;
	return {
		...row,
		a: moneyWire(aMinor, currency),
		b: moneyWire(bMinor, currency),
		difference: moneyWire(differenceMinor, currency),
		records: records.map(({ amountMinor, ...record }) => ({ ...record, amount: moneyWire(amountMinor, currency) })),
		payout: moneyOrNull(payoutMinor, currency),
		items: moneyOrNull(itemsMinor, currency),
		bank: moneyOrNull(bankMinor, currency),
		booked: moneyOrNull(bookedMinor, currency),
	};
}

export const loserSchema = pointer.extend({ naturalKey: z.string(), reason: z.string() });

export const exceptionTypeSchema = z.enum(exceptionTypes);

export const exceptionSchema = z.object({
	id: z.string(),
	type: exceptionTypeSchema,
	leaf: z.string(),
	payoutKey: z.string().nullable(),
	currency: z.string(),
	amount: moneySchema,
	difference: moneySchema,
	ledgerDate: z.string().nullable(),
	sentence: z.string(),
	/** The rows on Stripe's and on the booked side. */
	a: pointer.nullable(),
	b: pointer.extend({ document: z.string() }).nullable(),
	losers: z.array(loserSchema),
});

export function exceptionView(row: ExceptionRow): z.infer<typeof exceptionSchema> {
	return {
		id: row.id,
		type: exceptionTypeSchema.parse(row.type),
		leaf: row.leaf,
		payoutKey: row.payoutKey,
		currency: row.currency,
		amount: moneyWire(row.amountMinor, row.currency),
		difference: moneyWire(row.differenceMinor, row.currency),
		ledgerDate: row.ledgerDate,
		sentence: row.sentence,
		a: pointerView(row.aCanonicalId, row.aCanonicalVersion),
		b:
			row.bCanonicalId === null || row.bCanonicalVersion === null
				? null
				: { canonicalId: row.bCanonicalId, canonicalVersion: row.bCanonicalVersion, document: row.bDocument ?? "" },
		losers: [...row.losers],
	};
}

const pointerView = (canonicalId: string | null, canonicalVersion: number | null) =>
	canonicalId === null || canonicalVersion === null ? null : { canonicalId, canonicalVersion };

const memberSchema = pointer.extend({
	side: z.enum(["a", "b"]),
	naturalKey: z.string(),
	label: z.string(),
	description: z.string(),
	ledgerDate: z.string(),
	amount: moneySchema,
});

export const levelSchema = z.enum(["item", "payout_bank", "payout_ledger"]);
export const passSchema = z.enum(passNames);

export const matchSchema = z.object({
	id: z.string(),
	level: levelSchema,
	pass: z.string(),
	payoutKey: z.string().nullable(),
	leaf: z.string(),
	category: z.string(),
	currency: z.string(),
	a: moneySchema,
	b: moneySchema,
	residual: moneySchema,
	reasons: z.array(z.string()),
	members: z.array(memberSchema),
	losers: z.array(loserSchema),
});

export function matchView({
	aMinor,
	bMinor,
	residualMinor,
	members,
	reasons,
	losers,
	...match
}: MatchRowView): z.infer<typeof matchSchema> {
	const money = (minor: string) => moneyWire(minor, match.currency);
	return {
		...match,
		a: money(aMinor),
		b: money(bMinor),
		residual: money(residualMinor),
		reasons: [...reasons],
		members: members.map(({ amountMinor, ...member }) => ({ ...member, amount: money(amountMinor) })),
		losers: [...losers],
	};
}
