import { createRoute } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";
import { searchOf } from "../../app/url-search.ts";
import { ExplorerPage } from "./explorer-page.tsx";
import { RecordPage } from "./record-page.tsx";
import { StoredPagePage } from "./stored-page-page.tsx";

export const explorerRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/explorer",
	validateSearch: searchOf(
		"kind",
		"connection",
		"category",
		"currency",
		"status",
		"from",
		"to",
		"group",
		"reference",
		"q",
		"sort",
		"account",
		"cols",
		"saved",
		"at",
		"open",
		"tab",
	),
	component: ExplorerPage,
});

export const pageRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/pages/$pageId",
	validateSearch: searchOf("index"),
	component: StoredPagePage,
});

export const recordRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/records/$recordId",
	validateSearch: searchOf("version"),
	component: RecordPage,
});
