import { countText } from "../../../kit/amount.tsx";
import { StatusChip } from "../../../kit/status-chip.tsx";
import { columnsOf } from "../../../kit/table/tieout-table.ts";
import { momentText } from "../../../kit/time-text.ts";
import { type Endpoint, endpointWords, stateOf, topicsText } from "./webhook-words.ts";

const column = columnsOf<Endpoint>();

export const endpointColumns = (zone: string, now: string) =>
	column.columns([
		column.accessor("name", {
			header: "Endpoint",
			meta: { kind: "text", width: "minmax(150px, 1fr)", rowHeader: true, phone: "a" },
			cell: ({ getValue }) => <span className="trunc med">{getValue()}</span>,
		}),
		column.accessor("url", {
			header: "Address",
			meta: { kind: "text", width: "minmax(180px, 1.6fr)", phone: "c" },
			cell: ({ getValue }) => (
				<span className="trunc mono sec" title={getValue()}>
					{getValue()}
				</span>
			),
		}),
		column.accessor(topicsText, {
			id: "topics",
			header: "Told of",
			meta: { kind: "text", width: "minmax(130px, 1fr)", spare: true },
			cell: ({ getValue }) => <span className="trunc sec">{getValue()}</span>,
		}),
		column.accessor(stateOf, {
			id: "state",
			header: "State",
			meta: { kind: "status", width: "104px", phone: "b" },
			cell: ({ getValue }) => <StatusChip words={endpointWords} status={getValue()} />,
		}),
		column.accessor("pending", {
			header: "Waiting",
			meta: { kind: "count", width: "80px", spare: true },
			cell: ({ getValue }) => <span className="num">{countText(getValue())}</span>,
		}),
		column.accessor("dead", {
			header: "Given up",
			meta: { kind: "count", width: "84px" },
			cell: ({ getValue }) => <span className={getValue() === 0 ? "num dim" : "num fail-text"}>{countText(getValue())}</span>,
		}),
		column.accessor("lastDeliveredAt", {
			header: "Last delivered",
			meta: { kind: "instant", width: "140px", spare: true, phone: "d" },
			cell: ({ getValue }) => {
				const at = getValue();
				return <span className="sec num">{at === null ? "never" : momentText(at, zone, now)}</span>;
			},
		}),
	]);
