import { countText } from "../../../kit/amount.tsx";
import { StatusChip } from "../../../kit/status-chip.tsx";
import { columnsOf } from "../../../kit/table/tieout-table.ts";
import { momentText } from "../../../kit/time-text.ts";
import { type Delivery, deliveryWords } from "./webhook-words.ts";

const column = columnsOf<Delivery>();

export const deliveryColumns = (zone: string, now: string) =>
	column.columns([
		column.accessor("createdAt", {
			header: "When",
			meta: { kind: "instant", width: "140px", phone: "d" },
			cell: ({ getValue }) => <span className="sec num">{momentText(getValue(), zone, now)}</span>,
		}),
		column.accessor("topic", {
			header: "Event",
			meta: { kind: "text", width: "minmax(170px, 1.2fr)", rowHeader: true, phone: "a" },
			cell: ({ getValue }) => <span className="mono trunc">{getValue()}</span>,
		}),
		column.accessor("endpointName", {
			header: "Endpoint",
			meta: { kind: "text", width: "minmax(130px, 1fr)", phone: "c" },
			cell: ({ getValue }) => <span className="trunc">{getValue()}</span>,
		}),
		column.accessor("status", {
			header: "State",
			meta: { kind: "status", width: "112px", phone: "b" },
			cell: ({ getValue }) => <StatusChip words={deliveryWords} status={getValue()} />,
		}),
		column.accessor("tries", {
			header: "Tries",
			meta: { kind: "count", width: "64px", spare: true },
			cell: ({ getValue }) => <span className="num">{countText(getValue())}</span>,
		}),
		column.accessor((row) => outcomeText(row, zone, now), {
			id: "outcome",
			header: "Outcome",
			meta: { kind: "text", width: "minmax(180px, 1.6fr)", spare: true },
			cell: ({ getValue }) => (
				<span className="sec trunc" title={getValue()}>
					{getValue()}
				</span>
			),
		}),
	]);

export function outcomeText({ status, lastStatus, lastSentence, nextAt, tries }: Delivery, zone: string, now: string): string {
	if (status === "delivered") return `Answered ${lastStatus ?? ""}`.trim();
	const why = lastSentence ?? (tries === 0 ? "Not tried yet." : "");
	if (status === "dead") return why;
	if (nextAt === null) return `${why} Kept until the endpoint is resumed.`.trim();
	return `${why} Next try ${momentText(nextAt, zone, now)}.`.trim();
}
