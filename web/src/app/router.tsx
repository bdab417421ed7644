// All addresses of the app. Pages keep their filters, sort, cursor, open row and tab in the search part.
import { createRoute, createRouter, redirect } from "@tanstack/react-router";
import { explorerRoute, pageRoute, recordRoute } from "../areas/sync/explorer-routes.tsx";
import {
	bulkRoute,
	deadLettersRoute,
	incidentNewRoute,
	incidentRoute,
	incidentsRoute,
	jobEventRoute,
	jobRoute,
	jobsRoute,
	outcomeRoute,
	replayRoute,
	setRoute,
	touchingRoute,
} from "../areas/jobs/routes.tsx";
import { reconciliationListRoute, reconciliationRoute } from "../areas/reconciliation/routes.tsx";
import { connectionsRoute, cursorsRoute, fileRoute, filesRoute, quarantineRoute } from "../areas/sync/routes.tsx";
import {
	erasureReportRoute,
	forgotRoute,
	invitationRoute,
	loginRoute,
	registerRoute,
	resetRoute,
	ssoRoute,
	welcomeRoute,
} from "../areas/tenancy/entry-routes.tsx";
import {
	accountRoute,
	apiKeysRoute,
	approvalsRoute,
	auditRoute,
	keysRoute,
	modelKeysRoute,
	oldKeysRoute,
	policiesRoute,
	policyRoute,
	sessionsRoute,
	ssoSettingsRoute,
	webhooksRoute,
} from "../areas/tenancy/routes.tsx";
import {
	companyRoute,
	peopleRoute,
	planRoute,
	dataRoute,
	onboardingRoute,
	platformRoute,
	roleRoute,
	rolesRoute,
	supportRoute,
} from "../areas/tenancy/people-routes.tsx";
import { settingsRoute, settingsStartRoute } from "../areas/tenancy/settings/settings-route.tsx";
import { LoadingState } from "../kit/states.tsx";
import { onSignedOut } from "./api-client.ts";
import { enterTenant, signedIn } from "./enter-tenant.ts";
import { hasFirstSteps } from "./first-steps.ts";
import { rootRoute } from "./root-route.tsx";
import { shellRoute } from "./shell-route.tsx";
import { parseSearch, stringifySearch } from "./url-search.ts";

const indexRoute = createRoute({
	getParentRoute: () => rootRoute,
	path: "/",
	beforeLoad: async () => {
		// Without `then`: where they begin is known once it is known who they are.
		if (!(await signedIn())) throw redirect({ to: "/login" });
		throw redirect({ to: (await hasFirstSteps()) ? "/settings/onboarding" : "/jobs" });
	},
});

const routeTree = rootRoute.addChildren([
	indexRoute,
	loginRoute,
	registerRoute,
	welcomeRoute,
	forgotRoute,
	resetRoute,
	invitationRoute,
	ssoRoute,
	erasureReportRoute,
	shellRoute.addChildren([
		approvalsRoute,
		jobsRoute,
		jobRoute,
		jobEventRoute,
		bulkRoute,
		touchingRoute,
		setRoute,
		replayRoute,
		outcomeRoute,
		incidentsRoute,
		incidentNewRoute,
		incidentRoute,
		deadLettersRoute,
		connectionsRoute,
		filesRoute,
		fileRoute,
		cursorsRoute,
		quarantineRoute,
		oldKeysRoute,
		settingsRoute.addChildren([
			accountRoute,
			sessionsRoute,
			ssoSettingsRoute,
			settingsStartRoute,
			keysRoute,
			modelKeysRoute,
			apiKeysRoute,
			auditRoute,
			webhooksRoute,
			policiesRoute,
			policyRoute,
			companyRoute,
			planRoute,
			dataRoute,
			onboardingRoute,
			peopleRoute,
			rolesRoute,
			roleRoute,
			supportRoute,
			platformRoute,
		]),
		reconciliationListRoute,
		reconciliationRoute,
		explorerRoute,
		pageRoute,
		recordRoute,
	]),
]);

export const router = createRouter({
	routeTree,
	context: { signedIn, enterTenant },
	parseSearch,
	stringifySearch,
	defaultPreload: false,
	defaultPendingComponent: LoadingState,
	scrollRestoration: false,
});

onSignedOut(() => {
	if (!window.location.pathname.startsWith("/login")) {
		window.location.assign(`/login${stringifySearch({ then: window.location.pathname + window.location.search })}`);
	}
});

declare module "@tanstack/react-router" {
	interface Register {
		router: typeof router;
	}
}
