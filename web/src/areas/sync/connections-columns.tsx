import { counted, countText } from "../../kit/amount.tsx";
import { StatusChip } from "../../kit/status-chip.tsx";
import { healthWords } from "../../kit/status-words.ts";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { ageText, fullMomentText, momentText } from "../../kit/time-text.ts";
import type { ConnectionRow } from "./connection-types.ts";
import { TieSummary } from "./tie-summary.tsx";
import classes from "./connections.module.css";
import { VendorMark } from "./vendor-mark.tsx";

const column = columnsOf<ConnectionRow>();

export const connectionColumns = (zone: string, now: string) =>
	column.columns([
		column.accessor("name", {
			header: "Connection",
			meta: { kind: "text", width: "minmax(220px, 1.4fr)", rowHeader: true, phone: "a" },
			cell: ({ row, getValue }) => (
				<span className={classes.name}>
					<VendorMark vendor={row.original.vendor} />
					<span className={`${classes.two} trunc`}>
						<b className="med">{getValue()}</b>
						<small className="trunc">
							{row.original.entityName} · {counted(row.original.streams.length, "stream")}
						</small>
					</span>
				</span>
			),
		}),
		column.accessor("health", {
			header: "Health",
			meta: { kind: "status", width: "136px", phone: "b" },
			cell: ({ getValue }) => <StatusChip words={healthWords} status={getValue()} />,
		}),
		column.accessor("lastSyncedAt", {
			header: "Synced",
			meta: { kind: "count", width: "132px", phone: "d" },
			cell: ({ getValue }) => <Synced at={getValue()} zone={zone} now={now} />,
		}),
		column.accessor("rows", {
			header: "Rows",
			meta: { kind: "count", width: "92px" },
			cell: ({ getValue }) => <span className="num">{countText(getValue())}</span>,
		}),
		column.accessor("quarantined", {
			header: "Quarantine",
			meta: { kind: "count", width: "104px" },
			cell: ({ getValue }) => <span className={getValue() > 0 ? "num strong wait-text" : "num dim"}>{countText(getValue())}</span>,
		}),
		column.accessor((row) => row.tie.ties, {
			id: "totals",
			header: "Totals",
			meta: { kind: "status", width: "minmax(120px, .7fr)", phone: "c" },
			cell: ({ row }) => <TieSummary connection={row.original} />,
		}),
	]);

function Synced({ at, zone, now }: { readonly at: string | null; readonly zone: string; readonly now: string }) {
	if (at === null) return <span className="dim">never</span>;
	return (
		<span className={classes.two} title={fullMomentText(at, zone)}>
			<span className="num">{momentText(at, zone, now)}</span>
			<small>{ageText(Date.parse(now) - Date.parse(at))}</small>
		</span>
	);
}
