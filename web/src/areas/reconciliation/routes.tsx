import { createRoute } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";
import { searchOf } from "../../app/url-search.ts";
import { ReconciliationListPage } from "./list-page.tsx";
import { ReconciliationPage } from "./result-page.tsx";

export const reconciliationListRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/reconciliation",
	validateSearch: searchOf("entity", "month"),
	component: ReconciliationListPage,
});

export const reconciliationRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/reconciliation/$runId",
	validateSearch: searchOf(
		"job",
		"section",
		"currency",
		"tab",
		"status",
		"type",
		"sort",
		"after",
		"payout",
		"figure",
		"line",
		"leaf",
		"side",
		"open",
		"cols",
		"xcols",
		"mcols",
		"pass",
		"saved",
	),
	component: ReconciliationPage,
});
