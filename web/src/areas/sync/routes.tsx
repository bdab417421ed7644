import { createRoute } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";
import { searchOf } from "../../app/url-search.ts";
import { ConnectionsPage } from "./connections-page.tsx";
import { CursorHistoryPage } from "./cursor-history-page.tsx";
import { FilePage } from "./file-page.tsx";
import { FilesPage } from "./files-page.tsx";
import { QuarantinePage } from "./quarantine-page.tsx";

export const connectionsRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/connections",
	validateSearch: searchOf("open", "view", "cols", "enter"),
	component: ConnectionsPage,
});

export const filesRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/connections/$connectionId/files",
	component: FilesPage,
});

export const fileRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/connections/$connectionId/files/$fileId",
	component: FilePage,
});

export const cursorsRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/connections/$connectionId/cursors",
	validateSearch: searchOf("stream", "open"),
	component: CursorHistoryPage,
});

export const quarantineRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/quarantine",
	validateSearch: searchOf("status", "connection", "code", "q", "open"),
	component: QuarantinePage,
});
