import { Link } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import type { CanonicalKind } from "../../../../domain/sync/canonical.ts";
import { Amount } from "../../kit/amount.tsx";
import { IdText, TextWithId } from "../../kit/id-text.tsx";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { dateText } from "../../kit/time-text.ts";

export type CanonicalView = RouterOutputs["explorer"]["rows"]["rows"][number];

const column = columnsOf<CanonicalView>();

const dateTitles = {
	payout: "Arrival",
	balance_entry: "Available",
	payout_item: "Available",
	ledger_line: "Posted",
	bank_line: "Booked",
	order: "Ordered",
} as const;

const date = (kind: CanonicalKind) =>
	column.accessor("ledgerDate", {
		header: dateTitles[kind],
		meta: { kind: "date", width: "112px", phone: "d", sort: "ledgerDate" },
		cell: ({ getValue }) => <span className="sec num">{dateText(getValue())}</span>,
	});

const mono = (
	key: "naturalKey" | "reference" | "document" | "account" | "groupReference",
	header: string,
	width: string,
	sort?: string,
	main = false,
) =>
	column.accessor(key, {
		header,
		meta: { kind: "id", width, ...(sort === undefined ? {} : { sort }), ...(main ? { rowHeader: true, phone: "a" as const } : {}) },
		cell: ({ getValue }) => (getValue() === "" ? <span className="dim">{"\u2013"}</span> : <IdText>{getValue()}</IdText>),
	});

const text = (key: "category" | "status" | "documentKind", header: string, width: string, sort?: string, phone?: "c", spare = false) =>
	column.accessor(key, {
		header,
		meta: { kind: "text", width, spare, ...(sort === undefined ? {} : { sort }), ...(phone === undefined ? {} : { phone }) },
		cell: ({ getValue }) =>
			getValue() === "" ? (
				<span className="dim">{"\u2013"}</span>
			) : (
				<span className="sec" title={getValue()}>
					{getValue().replaceAll("_", " ")}
				</span>
			),
	});

const amount = (key: "amount" | "fee" | "net", header: string, phone?: "b") =>
	column.accessor(key, {
		header,
		meta: { kind: "money", width: "102px", sort: key, ...(phone === undefined ? {} : { phone }) },
		cell: ({ getValue, row }) => (
			<>
				<Amount value={getValue()} dimZero={key === "fee"} />
				{phone === undefined ? null : (
					<span className="mob dim small" aria-hidden="true">
						{"\u00a0"}
						{row.original.currency}
					</span>
				)}
			</>
		),
	});

const currency = column.accessor("currency", {
	header: () => <span className="vh">Currency</span>,
	meta: { kind: "unit", width: "50px", title: "Currency" },
	cell: ({ getValue }) => <span className="dim small">{getValue()}</span>,
});

const payout = column.accessor("groupKey", {
	header: "Payout",
	meta: { kind: "id", width: "minmax(130px, 1fr)" },
	cell: ({ getValue }) =>
		getValue() === "" ? (
			<span className="dim">{"\u2013"}</span>
		) : (
			<Link to="/explorer" search={{ kind: "payout_item", group: getValue() }} title={`Items of ${getValue()}`}>
				<IdText>{getValue()}</IdText>
			</Link>
		),
});

export const rowColumns = {
	payout: column.columns([
		date("payout"),
		mono("naturalKey", "Payout", "minmax(130px, 1.2fr)", "naturalKey", true),
		text("category", "Kind", "110px", "category", "c"),
		text("status", "Status", "100px", "status"),
		mono("account", "Destination", "140px", "account"),
		amount("amount", "Amount", "b"),
		currency,
	]),
	balance_entry: column.columns([
		date("balance_entry"),
		mono("naturalKey", "Id", "minmax(130px, 1.2fr)", "naturalKey", true),
		text("category", "Category", "104px", "category", "c"),
		mono("reference", "Source", "minmax(110px, 1fr)", "reference"),
		amount("amount", "Amount", "b"),
		amount("fee", "Fee"),
		amount("net", "Net"),
		currency,
	]),
	payout_item: column.columns([
		date("payout_item"),
		mono("reference", "Source", "minmax(130px, 1.2fr)", "reference", true),
		text("category", "Category", "104px", "category", "c"),
		payout,
		amount("amount", "Amount", "b"),
		amount("fee", "Fee"),
		amount("net", "Net"),
		currency,
	]),
	ledger_line: column.columns([
		date("ledger_line"),
		mono("document", "Document", "120px", "document", true),
		text("documentKind", "Kind", "90px", undefined, undefined, true),
		text("category", "Category", "110px", "category", "c"),
		mono("reference", "Stripe id", "minmax(130px, 1fr)", "reference"),
		mono("groupReference", "Payout", "minmax(130px, 1fr)"),
		mono("account", "Account", "84px", "account"),
		amount("amount", "Amount", "b"),
		currency,
	]),
	bank_line: column.columns([
		date("bank_line"),
		column.accessor("description", {
			header: "Description",
			meta: { kind: "text", width: "minmax(200px, 1.4fr)", phone: "c" },
			cell: ({ getValue }) => <TextWithId>{getValue()}</TextWithId>,
		}),
		mono("reference", "Reference", "minmax(170px, 1fr)", "reference", true),
		mono("account", "Account", "110px", "account"),
		amount("amount", "Amount", "b"),
		currency,
	]),
	order: column.columns([
		date("order"),
		mono("document", "Order", "120px", "document", true),
		text("status", "Status", "110px", undefined, undefined, true),
		mono("reference", "Payment", "minmax(130px, 1fr)", "reference"),
		amount("amount", "Charged", "b"),
		amount("fee", "Fee"),
		currency,
	]),
} as const;
