import { Link } from "@tanstack/react-router";
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { countText } from "../../kit/amount.tsx";
import { StatusChip } from "../../kit/status-chip.tsx";
import { fileWords } from "../../kit/status-words.ts";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { fullMomentText, hashText, momentText } from "../../kit/time-text.ts";
import { sizeText } from "../../kit/size-text.ts";

export type FileRow = RouterOutputs["files"]["list"]["rows"][number];

const column = columnsOf<FileRow>();

export const fileColumns = (zone: string, now: string) =>
	column.columns([
		column.accessor("status", {
			header: "Status",
			meta: { kind: "status", width: "112px", phone: "b" },
			cell: ({ getValue }) => <StatusChip words={fileWords} status={getValue()} />,
		}),
		column.accessor("name", {
			header: "File",
			meta: { kind: "text", width: "minmax(220px, 1fr)", rowHeader: true, phone: "a" },
			cell: ({ row, getValue }) => (
				<Link
					to="/connections/$connectionId/files/$fileId"
					params={{ connectionId: row.original.connectionId, fileId: row.original.id }}
					className="med"
					title={getValue()}
				>
					{getValue()}
				</Link>
			),
		}),
		column.accessor("title", {
			header: "What it is",
			meta: { kind: "text", width: "minmax(160px, 0.8fr)", phone: "c" },
			cell: ({ getValue }) => <span className="sec">{getValue() ?? "\u2013"}</span>,
		}),
		column.accessor("recordCount", {
			header: "Records",
			meta: { kind: "count", width: "88px" },
			cell: ({ getValue }) => {
				const count = getValue();
				return <span className="num sec">{count === null ? "\u2013" : countText(count)}</span>;
			},
		}),
		column.accessor("sizeBytes", {
			header: "Size",
			meta: { kind: "count", width: "96px" },
			cell: ({ getValue }) => <span className="num sec">{sizeText(getValue())}</span>,
		}),
		column.accessor("sha256", {
			header: "Hash",
			meta: { kind: "id", width: "130px" },
			cell: ({ getValue }) => (
				<span className="mono dim" title={getValue()}>
					{hashText(getValue())}
				</span>
			),
		}),
		column.accessor("uploadedAt", {
			header: "Uploaded",
			meta: { kind: "count", width: "150px", phone: "d" },
			cell: ({ getValue }) => (
				<span className="num sec" title={fullMomentText(getValue(), zone)}>
					{momentText(getValue(), zone, now)}
				</span>
			),
		}),
	]);
