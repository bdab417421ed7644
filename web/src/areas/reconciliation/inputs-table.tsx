// What the run was made from: per stream the last page that counts. A later sync doesn't change it.
import type { RouterOutputs } from "../../../../api/app-router.ts";
import { useZone } from "../../app/session.ts";
import { countText } from "../../kit/amount.tsx";
import { FootBar } from "../../kit/page.tsx";
import { EmptyState } from "../../kit/states.tsx";
import { DataTable } from "../../kit/table/data-table.tsx";
import { columnsOf } from "../../kit/table/tieout-table.ts";
import { fullMomentText } from "../../kit/time-text.ts";
import { streamText } from "../jobs/job-kinds.ts";
import type { Run } from "./result-page.tsx";

type InputRow = RouterOutputs["reconciliations"]["get"]["inputs"][number];

const column = columnsOf<InputRow>();

const inputColumns = (zone: string) =>
	column.columns([
		column.accessor("connectionName", {
			header: "Connection",
			meta: { kind: "text", width: "minmax(140px, 1fr)", rowHeader: true, phone: "a" },
			cell: ({ getValue }) => <span className="med">{getValue()}</span>,
		}),
		column.accessor((row) => streamText(row.stream), {
			id: "stream",
			header: "Stream",
			meta: { kind: "text", width: "minmax(140px, 1fr)", phone: "c" },
			cell: ({ getValue }) => <span className="sec">{getValue()}</span>,
		}),
		column.accessor("seq", {
			header: "Up to page",
			meta: { kind: "count", width: "100px", phone: "b" },
			cell: ({ getValue }) => <span className="num">{countText(getValue())}</span>,
		}),
		column.accessor("readAt", {
			header: "Read at",
			meta: { kind: "count", width: "220px", phone: "d" },
			cell: ({ getValue }) => <span className="num sec">{getValue() === null ? "never" : fullMomentText(getValue() ?? "", zone)}</span>,
		}),
	]);

export function InputsTable({ run }: { readonly run: Run }) {
	const zone = useZone();
	return (
		<>
			<DataTable
				label="Inputs"
				memory="inputs"
				columns={inputColumns(zone)}
				rows={run.inputs}
				idOf={(row) => `${row.connectionId} ${row.stream}`}
				height={34}
				total={run.inputs.length}
				empty={<EmptyState title="No inputs">No connection of this entity had been synced.</EmptyState>}
			/>
			<FootBar>
				<span>Frozen as of {fullMomentText(run.asOf, zone)}; a sync that ran later isn’t in here.</span>
			</FootBar>
		</>
	);
}
