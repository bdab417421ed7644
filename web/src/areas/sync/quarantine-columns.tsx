import { Link } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { IdText } from "../../kit/id-text.tsx";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { fullMomentText, momentText } from "../../kit/time-text.ts";
import { streamText } from "../jobs/job-kinds.ts";

export type Quarantined = RouterOutputs["quarantine"]["list"]["rows"][number];

export const hasNoId = (naturalKey: string): boolean => naturalKey.startsWith("unread:");

const column = columnsOf<Quarantined>();

export const quarantineColumns = (zone: string, now: string) =>
	column.columns([
		column.accessor("naturalKey", {
			header: "Record",
			meta: { kind: "id", width: "minmax(160px, 1fr)", rowHeader: true, phone: "a" },
			cell: ({ getValue }) => (hasNoId(getValue()) ? <span className="dim">without a readable id</span> : <IdText>{getValue()}</IdText>),
		}),
		column.accessor("reason", {
			header: "Why it could not be read",
			meta: { kind: "text", width: "minmax(240px, 2fr)", phone: "c" },
			cell: ({ getValue }) => (
				<span className="sec" title={getValue()}>
					{getValue()}
				</span>
			),
		}),
		column.accessor("connectionName", {
			header: "Connection",
			meta: { kind: "text", width: "140px", spare: true },
			cell: ({ row, getValue }) => (
				<Link to="/connections" search={{ open: row.original.connectionId }}>
					{getValue()}
				</Link>
			),
		}),
		column.accessor("stream", {
			header: "Stream",
			meta: { kind: "text", width: "150px", spare: true, phone: "b" },
			cell: ({ getValue }) => <span className="sec">{streamText(getValue())}</span>,
		}),
		column.accessor("createdAt", {
			header: "Since",
			meta: { kind: "count", width: "124px", phone: "d" },
			cell: ({ getValue }) => (
				<span className="sec num" title={fullMomentText(getValue(), zone)}>
					{momentText(getValue(), zone, now)}
				</span>
			),
		}),
	]);
