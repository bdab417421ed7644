// The lists of a run: payouts, exceptions, matches, and the roll-forward that proves what Stripe can't itemise.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { trpc } from "../../app/api-client.ts";
import { ViewTabs, type ViewTab } from "../../kit/view-tabs.tsx";
import { ExceptionsTable } from "./exceptions-table.tsx";
import { InputsTable } from "./inputs-table.tsx";
import { MatchesTable } from "./matches-table.tsx";
import { PayoutsTable } from "./payouts-table.tsx";
import type { Run } from "./result-page.tsx";
import { RollForward } from "./roll-forward.tsx";
import type { View } from "./statement.ts";

const route = getRouteApi("/shell/reconciliation/$runId");
const tabNames = ["payouts", "exceptions", "matches", "roll-forward", "inputs"] as const;
type TabName = (typeof tabNames)[number];

interface ResultTabsProps {
	readonly run: Run;
	readonly currency: string;
	readonly view: View;
}

export function ResultTabs({ run, currency, view }: ResultTabsProps) {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/reconciliation/$runId" });
	const rolls = run.rollForwards.filter((line) => line.currency === currency);
	const payouts = useQuery(trpc.reconciliations.payouts.queryOptions({ runId: run.id, currency, view, limit: 1 }));
	const tab: TabName = tabNames.find((name) => name === search.tab) ?? "payouts";
	const exceptions = run.explained.filter((entry) => entry.currency === currency).reduce((sum, entry) => sum + entry.count, 0);
	const tabs: readonly ViewTab[] = [
		{
			value: "payouts",
			label: "Payouts",
			count: payouts.data?.total ?? null,
		},
		{ value: "exceptions", label: "Exceptions", count: exceptions, alarm: true },
		{ value: "matches", label: "Matches" },
		...(rolls.length === 0 ? [] : [{ value: "roll-forward", label: "Roll-forward" }]),
		{ value: "inputs", label: "Inputs", count: run.inputs.length },
	];
	return (
		<section aria-label="Lists of the run">
			<ViewTabs
				label="Lists"
				value={tab}
				onChange={(next) =>
					void navigate({
						search: (before) => ({
							...before,
							tab: next === "payouts" ? undefined : next,
							type: undefined,
							status: undefined,
							sort: undefined,
						}),
						replace: true,
					})
				}
				tabs={tabs}
			>
				{tab === "payouts" ? <PayoutsTable run={run} currency={currency} view={view} /> : null}
				{tab === "exceptions" ? <ExceptionsTable run={run} currency={currency} /> : null}
				{tab === "matches" ? <MatchesTable run={run} /> : null}
				{tab === "inputs" ? <InputsTable run={run} /> : null}
				{tab === "roll-forward" ? <RollForward lines={rolls} currency={currency} /> : null}
			</ViewTabs>
		</section>
	);
}
