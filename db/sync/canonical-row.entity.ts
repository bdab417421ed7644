// A canonical row (domain/sync/canonical.ts) in each of its versions: what every page, reconciliation and figure is made from.
import { defineEntity, p } from "@mikro-orm/core";
import { canonicalKinds } from "../../domain/sync/canonical.ts";
import { connectionRows, tenantRows } from "../policies.ts";
import { count, currency, instant, key, minor } from "../types/columns.ts";
import { ConnectionSchema } from "./connection.entity.ts";
import { RecordSchema } from "./record.entity.ts";

export const CanonicalRowSchema = defineEntity({
	name: "CanonicalRow",
	tableName: "canonical_rows",
	rowLevelSecurity: "force",
	policies: [tenantRows(), connectionRows()],
	properties: {
		tenantId: p.uuid().primary(),
		id: p.uuid().primary(),
		version: p.integer().primary(),
		connectionId: p.uuid(),
		stream: key(),
		kind: p.enum([...canonicalKinds]),
		recordId: p.uuid(),
		recordVersion: p.integer(),
		transformVersion: p.integer(),
		naturalKey: key(),
		ledgerDate: p.date(),
		dateKind: p.enum(["instant", "ledger_date", "value_date"]),
		occurredAt: instant().nullable(),
		currency: currency(),
		amountMinor: minor(),
		feeMinor: minor(),
		netMinor: minor(),
		category: key(),
		status: key(),
		reference: key(),
		groupKey: key(),
		groupReference: key(),
		relatedKey: key(),
		document: key(),
		documentKind: key(),
		account: key(),
		description: p.text(),
		fromSeq: count(),
		toSeq: count().nullable(),
		connection: () =>
			p
				.manyToOne(ConnectionSchema)
				.joinColumns("tenant_id", "connection_id")
				.ownColumns("connection_id")
				.deleteRule("no action")
				.updateRule("no action"),
		record: () =>
			p
				.manyToOne(RecordSchema)
				.joinColumns("tenant_id", "record_id", "record_version")
				.ownColumns("record_id", "record_version")
				.deleteRule("no action")
				.updateRule("no action"),
	},
	checks: [{ name: "canonical_rows_net", expression: "net_minor = amount_minor - fee_minor" }],
	uniques: [{ name: "canonical_rows_open", properties: ["tenantId", "connectionId", "kind", "naturalKey"], where: "to_seq is null" }],
	indexes: [
		{
			name: "canonical_rows_by_date",
			properties: ["tenantId", "connectionId", "kind", "ledgerDate", "id"],
		},
		{
			name: "canonical_rows_open_by_date",
			properties: ["tenantId", "kind", "ledgerDate", "id"],
			where: "to_seq is null",
		},
		{
			name: "canonical_rows_open_by_category",
			properties: ["tenantId", "kind", "category", "ledgerDate", "id"],
			where: "to_seq is null",
		},
		{
			name: "canonical_rows_open_by_status",
			properties: ["tenantId", "kind", "status", "currency", "ledgerDate", "id"],
			where: "to_seq is null",
		},
		{
			name: "canonical_rows_open_by_account",
			properties: ["tenantId", "kind", "account", "ledgerDate", "id"],
			where: "to_seq is null and kind <> 'balance_entry' and kind <> 'payout_item' and kind <> 'order'",
		},
		{
			name: "canonical_rows_open_by_fee",
			properties: ["tenantId", "kind", "feeMinor", "id"],
			where: "to_seq is null and kind <> 'payout' and kind <> 'ledger_line' and kind <> 'bank_line'",
		},
		{
			name: "canonical_rows_open_by_net",
			properties: ["tenantId", "kind", "netMinor", "id"],
			where: "to_seq is null and kind <> 'payout' and kind <> 'ledger_line' and kind <> 'bank_line'",
		},
		{ name: "canonical_rows_open_by_amount", properties: ["tenantId", "kind", "amountMinor", "id"], where: "to_seq is null" },
		{ name: "canonical_rows_open_key", properties: ["tenantId", "kind", "naturalKey"], where: "to_seq is null" },
		{ name: "canonical_rows_group", properties: ["tenantId", "kind", "groupKey"] },
		{ name: "canonical_rows_reference", properties: ["tenantId", "kind", "reference"] },
		{ name: "canonical_rows_document", properties: ["tenantId", "kind", "document"], where: "to_seq is null and document <> ''" },
		{
			name: "canonical_rows_group_reference",
			properties: ["tenantId", "kind", "groupReference"],
			where: "to_seq is null and group_reference <> ''",
		},
		{ name: "canonical_rows_record", properties: ["tenantId", "recordId", "recordVersion"] },
	],
});
