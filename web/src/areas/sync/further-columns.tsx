// Columns of canonical rows that are hidden until someone asks for them: what the row says besides what its kind shows.
import type { CanonicalKind } from "../../../../domain/sync/canonical.ts";
import { IdText } from "../../kit/id-text.tsx";
import { columnsOf, type TieoutColumns } from "../../kit/table/tieout-table.ts";
import { columnId } from "../../kit/table/use-column-layout.ts";
import { fullMomentText } from "../../kit/time-text.ts";
import { type CanonicalView, rowColumns } from "./row-columns.tsx";

const column = columnsOf<CanonicalView>();

const id = (
	key: "naturalKey" | "reference" | "groupKey" | "groupReference" | "relatedKey" | "document" | "account",
	header: string,
	sort?: string,
) =>
	column.accessor(key, {
		header,
		meta: { kind: "id", width: "150px", optional: true, ...(sort === undefined ? {} : { sort }) },
		cell: ({ getValue }) => (getValue() === "" ? <span className="dim">{"\u2013"}</span> : <IdText>{getValue()}</IdText>),
	});

const text = (key: "category" | "status" | "documentKind" | "description" | "connectionName" | "stream", header: string, sort?: string) =>
	column.accessor(key, {
		header,
		meta: { kind: "text", width: "150px", optional: true, ...(sort === undefined ? {} : { sort }) },
		cell: ({ getValue }) => (
			<span className={getValue() === "" ? "dim" : "sec"} title={getValue()}>
				{getValue() === "" ? "\u2013" : getValue().replaceAll("_", " ")}
			</span>
		),
	});

const further = (zone: string) =>
	column.columns([
		text("status", "Status", "status"),
		text("description", "Description"),
		id("naturalKey", "Source’s key", "naturalKey"),
		id("reference", "Reference", "reference"),
		id("groupKey", "Group"),
		id("groupReference", "Group’s reference"),
		id("relatedKey", "Related to"),
		id("document", "Document", "document"),
		text("documentKind", "Document kind"),
		id("account", "Account", "account"),
		column.accessor("occurredAt", {
			header: "Happened",
			meta: { kind: "instant", width: "190px", optional: true },
			cell: ({ getValue }) => <span className="sec num">{getValue() === null ? "\u2013" : fullMomentText(getValue() ?? "", zone)}</span>,
		}),
		text("connectionName", "Connection"),
		text("stream", "Stream"),
	]);

/** The kind's own columns, then what else there is. */
export function explorerColumns(kind: CanonicalKind, zone: string): TieoutColumns<CanonicalView> {
	const own: TieoutColumns<CanonicalView> = rowColumns[kind];
	const shown = new Set(own.map(columnId));
	return [...own, ...further(zone).filter((each) => !shown.has(columnId(each)))];
}
