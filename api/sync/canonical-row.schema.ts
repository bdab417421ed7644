// A canonical row on the wire.
import { z } from "zod";
import { canonicalKinds } from "../../domain/sync/canonical.ts";
import type { CanonicalListRow } from "../../db/sync/explorer-rows.store.ts";
import { moneySchema, moneyWire } from "../money.schema.ts";

export const canonicalRowSchema = z.object({
	id: z.string(),
	version: z.number(),
	kind: z.enum(canonicalKinds),
	connectionId: z.string(),
	connectionName: z.string(),
	stream: z.string(),
	recordId: z.string(),
	recordVersion: z.number(),
	naturalKey: z.string(),
	ledgerDate: z.string(),
	dateKind: z.enum(["instant", "ledger_date", "value_date"]),
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
});
export type CanonicalRowView = z.infer<typeof canonicalRowSchema>;

export function canonicalRowView({ amountMinor, feeMinor, netMinor, ...row }: CanonicalListRow): CanonicalRowView {
	const money = (minor: string) => moneyWire(minor, row.currency);
	return { ...row, amount: money(amountMinor), fee: money(feeMinor), net: money(netMinor) };
}
