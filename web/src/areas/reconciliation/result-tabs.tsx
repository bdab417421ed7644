// The lists of a run: payouts, exceptions, matches, and the roll-forward that proves what Stripe can't itemise.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { trpc } from "../../app/api-client.ts";
import { SavedViewTools } from "../../app/workbench/saved-view-tools.tsx";
import { openSaved, savedTab, savedTabs, useSavedViews } from "../../app/workbench/use-saved-views.ts";
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
	// A view is of a list, not of a run: it keeps what holds for any month and currency.
	const { status, line, sort, cols, type, xcols, pass, mcols } = search;
	const listOf = tab === "exceptions" || tab === "matches" ? tab : "payouts";
	const viewSearch = { payouts: { status, line, sort, cols }, exceptions: { type, xcols }, matches: { pass, mcols } } as const;
	const saved = useSavedViews({
		list: listOf,
		search: { ...viewSearch[listOf], saved: search.saved },
		onOpen: (state) =>
			void navigate({
				search: ({ status: _s, line: _l, sort: _o, cols: _c, type: _t, xcols: _x, pass: _p, mcols: _m, saved: _v, ...place }) => ({
					...place,
					...state,
				}),
			}),
	});
	const hasViews = tab === "payouts" || tab === "exceptions" || tab === "matches";
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
		...(hasViews ? savedTabs(saved) : []),
	];
	return (
		<section aria-label="Lists of the run">
			<ViewTabs
				label="Lists"
				value={(hasViews ? savedTab(saved) : undefined) ?? tab}
				onChange={(next) => {
					if (openSaved(saved, next)) return;
					void navigate({
						search: (before) => ({
							...before,
							tab: next === "payouts" ? undefined : next,
							type: undefined,
							pass: undefined,
							status: undefined,
							sort: undefined,
							saved: undefined,
						}),
						replace: true,
					});
				}}
				tabs={tabs}
				tools={hasViews ? <SavedViewTools saved={saved} /> : undefined}
			>
				{tab === "payouts" ? <PayoutsTable run={run} currency={currency} view={view} /> : null}
				{tab === "exceptions" ? <ExceptionsTable run={run} currency={currency} /> : null}
				{tab === "matches" ? <MatchesTable run={run} currency={currency} /> : null}
				{tab === "inputs" ? <InputsTable run={run} /> : null}
				{tab === "roll-forward" ? <RollForward lines={rolls} currency={currency} /> : null}
			</ViewTabs>
		</section>
	);
}
