// A canonical row on the wire.
import { z } from "zod";
import { canonicalKinds } from "../../domain/sync/canonical.ts";
import type { ExplorerRow } from "../../db/sync/explorer.store.ts";
import { moneySchema, moneyWire } from "../money.schema.ts";

export const canonicalRowSchema = z.object({
	id: z.string(),
	version: z.number(),
	kind: z.enum(canonicalKinds),
	connectionId: z.string(),
	connectionName: z.string(),
	vendor: z.string(),
	stream: z.string(),
	naturalKey: z.string(),
	ledgerDate: z.string(),
	dateKind: z.string(),
	occurredAt: z.string().nullable(),
	currency: z.string(),
	amount: moneySchema,
	fee: moneySchema,
	net: moneySchema,
	category: z.string(),
	status: z.string(),
	reference: z.string(),
	groupKey: z.string(),
	groupReference: z.string(),
	relatedKey: z.string(),
	document: z.string(),
	documentKind: z.string(),
	account: z.string(),
	description: z.string(),
	/** Numbers of the pages between which this version holds; toSeq is null while it is current. */
	fromSeq: z.number(),
	toSeq: z.number().nullable(),
});
export type CanonicalRowView = z.infer<typeof canonicalRowSchema>;

export function canonicalRowView({ amountMinor, feeMinor, netMinor, ...row }: ExplorerRow): CanonicalRowView {
	const money = (minor: string) => moneyWire(minor, row.currency);
	return { ...row, amount: money(amountMinor), fee: money(feeMinor), net: money(netMinor) };
}
