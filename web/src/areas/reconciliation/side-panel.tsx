// Beside the lists: the proof of the opened payout, the records of another row, or the chain of custody of the opened leaf.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { trpc } from "../../app/api-client.ts";
import { CustodyPanel } from "./custody-panel.tsx";
import { type OpenCustody, Proof } from "./proof.tsx";
import type { Run } from "./result-page.tsx";
import { RowPanel } from "./row-panel.tsx";
import type { View } from "./statement.ts";

const route = getRouteApi("/shell/reconciliation/$runId");

interface SidePanelProps {
	readonly run: Run;
	readonly view: View;
	readonly zone: string;
}

export function SidePanel({ run, view, zone }: SidePanelProps) {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/reconciliation/$runId" });
	if (search.open !== undefined) {
		return (
			<CustodyPanel id={search.open} zone={zone} onClose={() => void navigate({ search: (before) => ({ ...before, open: undefined }) })} />
		);
	}
	if (search.payout === undefined) return null;
	return (
		<OpenedRow
			key={search.payout}
			run={run}
			view={view}
			rowKey={search.payout}
			onCustody={(pointer, line) => void navigate({ search: (before) => ({ ...before, open: pointer, figure: line }) })}
			onClose={() => void navigate({ search: (before) => ({ ...before, payout: undefined, figure: undefined, leaf: undefined }) })}
		/>
	);
}

interface OpenedRowProps {
	readonly run: Run;
	readonly view: View;
	readonly rowKey: string;
	readonly onCustody: OpenCustody;
	readonly onClose: () => void;
}

/** A payout of the period has a proof; whatever else is listed opens its records. */
function OpenedRow({ run, view, rowKey, onCustody, onClose }: OpenedRowProps) {
	const query = useQuery(trpc.reconciliations.payouts.queryOptions({ runId: run.id, view, rowKey, limit: 1 }));
	const row = query.data?.rows[0];
	if (row === undefined || row.rowKind === "payout") {
		return query.isPending ? null : <Proof runId={run.id} payoutKey={rowKey} onCustody={onCustody} onClose={onClose} />;
	}
	return <RowPanel run={run} row={row} onCustody={onCustody} onClose={onClose} />;
}
