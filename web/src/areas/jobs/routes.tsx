import { createRoute } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";
import { searchOf } from "../../app/url-search.ts";
import { BulkPage } from "./bulk-page.tsx";
import { bulkNames } from "./bulk-search.ts";
import { DeadLettersPage } from "./dead-letters-page.tsx";
import { findNames, IncidentNewPage } from "./incident-new-page.tsx";
import { IncidentPage } from "./incident-page.tsx";
import { IncidentsPage } from "./incidents-page.tsx";
import { JobEventPage } from "./job-event-page.tsx";
import { JobPage } from "./job-page.tsx";
import { JobsPage } from "./jobs-page.tsx";
import { OutcomePage } from "./outcome-page.tsx";
import { ReplayPage } from "./replay-page.tsx";
import { replayNames } from "./replay-search.ts";
import { SetPage } from "./set-page.tsx";
import { touchingNames, TouchingPage } from "./touching-page.tsx";

export const jobsRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/jobs",
	validateSearch: searchOf("view", "kind", "q", "sort", "after", "open", "replaced", "cols", "saved"),
	component: JobsPage,
});

export const jobRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/jobs/$jobId",
	validateSearch: searchOf("tab", "step", "levels", "try", "q"),
	component: JobPage,
});

export const jobEventRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/jobs/$jobId/events/$eventId",
	component: JobEventPage,
});

export const replayRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/jobs/$jobId/replay",
	validateSearch: searchOf(...replayNames),
	component: ReplayPage,
});

export const outcomeRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/jobs/$jobId/outcome",
	component: OutcomePage,
});

export const incidentsRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/incidents",
	validateSearch: searchOf("view", "q"),
	component: IncidentsPage,
});

export const incidentRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/incidents/$incidentId",
	validateSearch: searchOf("state"),
	component: IncidentPage,
});

export const deadLettersRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/dead-letters",
	validateSearch: searchOf("kind", "open"),
	component: DeadLettersPage,
});

export const bulkRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/jobs/replay",
	validateSearch: searchOf(...bulkNames),
	component: BulkPage,
});

export const setRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/jobs/$jobId/set",
	component: SetPage,
});

export const touchingRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/jobs/touching",
	validateSearch: searchOf(...touchingNames),
	component: TouchingPage,
});

export const incidentNewRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/incidents/new",
	validateSearch: searchOf(...findNames),
	component: IncidentNewPage,
});
