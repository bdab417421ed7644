import { counted } from "../../../kit/amount.tsx";
import { StatusChip } from "../../../kit/status-chip.tsx";
import { columnsOf } from "../../../kit/table/tieout-table.ts";
import { momentText } from "../../../kit/time-text.ts";
import { type ApiKey, keyWords } from "./api-key-words.ts";

const column = columnsOf<ApiKey>();

export const apiKeyColumns = (zone: string, now: string) =>
	column.columns([
		column.accessor("name", {
			header: "Name",
			meta: { kind: "text", width: "minmax(150px, 1.4fr)", rowHeader: true, phone: "a" },
			cell: ({ getValue }) => <span className="med trunc">{getValue()}</span>,
		}),
		column.accessor("shown", {
			header: "Begins with",
			meta: { kind: "id", width: "150px", phone: "c" },
			cell: ({ getValue }) => <span className="mono sec">{getValue()}…</span>,
		}),
		column.accessor("state", {
			header: "State",
			meta: { kind: "status", width: "124px", phone: "b" },
			cell: ({ getValue }) => <StatusChip words={keyWords} status={getValue()} />,
		}),
		column.accessor((row) => row.scopes.length, {
			id: "scopes",
			header: "May",
			meta: { kind: "text", width: "130px", spare: true },
			cell: ({ getValue }) => <span className="sec num">{counted(getValue(), "permission")}</span>,
		}),
		column.accessor("lastUsedAt", {
			header: "Last used",
			meta: { kind: "instant", width: "150px", phone: "d", spare: true },
			cell: ({ getValue }) => <Moment at={getValue()} none="Never" zone={zone} now={now} />,
		}),
		column.accessor((row) => row.revokedAt ?? row.expiresAt, {
			id: "ends",
			header: "Ends",
			meta: { kind: "instant", width: "170px" },
			cell: ({ getValue }) => <Moment at={getValue()} none="" zone={zone} now={now} />,
		}),
		column.accessor("createdByName", {
			header: "Made by",
			meta: { kind: "text", width: "minmax(120px, 1fr)", spare: true },
			cell: ({ getValue }) => <span className="sec trunc">{getValue()}</span>,
		}),
	]);

function Moment({
	at,
	none,
	zone,
	now,
}: {
	readonly at: string | null;
	readonly none: string;
	readonly zone: string;
	readonly now: string;
}) {
	return at === null ? <span className="dim">{none}</span> : <span className="sec num">{momentText(at, zone, now)}</span>;
}
