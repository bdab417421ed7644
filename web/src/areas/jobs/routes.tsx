import { createRoute } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";
import { searchOf } from "../../app/url-search.ts";
import { JobEventPage } from "./job-event-page.tsx";
import { JobPage } from "./job-page.tsx";
import { JobsPage } from "./jobs-page.tsx";

export const jobsRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/jobs",
	validateSearch: searchOf("view", "kind", "q", "sort", "after", "open"),
	component: JobsPage,
});

export const jobRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/jobs/$jobId",
	validateSearch: searchOf("tab", "step"),
	component: JobPage,
});

export const jobEventRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/jobs/$jobId/events/$eventId",
	component: JobEventPage,
});
