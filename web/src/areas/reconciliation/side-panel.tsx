// Beside the lists: the proof of the opened payout, or the chain of custody of the opened leaf.
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { CustodyPanel } from "./custody-panel.tsx";
import { Proof } from "./proof.tsx";
import type { Run } from "./result-page.tsx";

const route = getRouteApi("/shell/reconciliation/$runId");

export function SidePanel({ run, zone }: { readonly run: Run; readonly zone: string }) {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/reconciliation/$runId" });
	if (search.open !== undefined) {
		return (
			<CustodyPanel id={search.open} zone={zone} onClose={() => void navigate({ search: (before) => ({ ...before, open: undefined }) })} />
		);
	}
	if (search.payout === undefined) return null;
	return (
		<Proof
			key={search.payout}
			runId={run.id}
			payoutKey={search.payout}
			onCustody={(pointer) => void navigate({ search: (before) => ({ ...before, open: pointer }) })}
			onClose={() => void navigate({ search: (before) => ({ ...before, payout: undefined, leaf: undefined }) })}
		/>
	);
}
