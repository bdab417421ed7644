import { StatusChip } from "../../../kit/status-chip.tsx";
import { columnsOf } from "../../../kit/table/tieout-table.ts";
import { momentText } from "../../../kit/time-text.ts";
import { type Received, receivedWords } from "./webhook-words.ts";

const column = columnsOf<Received>();

export const receivedColumns = (zone: string, now: string) =>
	column.columns([
		column.accessor("receivedAt", {
			header: "When",
			meta: { kind: "instant", width: "140px", phone: "d" },
			cell: ({ getValue }) => <span className="sec num">{momentText(getValue(), zone, now)}</span>,
		}),
		column.accessor("eventType", {
			header: "Event",
			meta: { kind: "text", width: "minmax(190px, 1.2fr)", rowHeader: true, phone: "a" },
			cell: ({ getValue }) => (
				<span className="mono trunc" title={getValue()}>
					{getValue()}
				</span>
			),
		}),
		column.accessor("connectionName", {
			header: "Connection",
			meta: { kind: "text", width: "minmax(110px, 1fr)", phone: "c" },
			cell: ({ getValue }) => <span className="trunc">{getValue()}</span>,
		}),
		column.accessor("state", {
			header: "State",
			meta: { kind: "status", width: "128px", phone: "b" },
			cell: ({ getValue }) => <StatusChip words={receivedWords} status={getValue()} />,
		}),
		column.accessor("eventId", {
			header: "The vendor’s id",
			meta: { kind: "id", width: "minmax(180px, 1.2fr)", spare: true },
			cell: ({ getValue }) => (
				<span className="mono sec trunc" title={getValue()}>
					{getValue()}
				</span>
			),
		}),
	]);
