// Addresses of the sections about people, roles, the company and the platform.
import { createRoute } from "@tanstack/react-router";
import { searchOf } from "../../app/url-search.ts";
import { CompanyPage } from "./company/company-page.tsx";
import { DataPage } from "./lifecycle/data-page.tsx";
import { OnboardingPage } from "./lifecycle/onboarding-page.tsx";
import { PlanPage } from "./company/plan-page.tsx";
import { SupportPage } from "./company/support-page.tsx";
import { PeoplePage } from "./people/people-page.tsx";
import { PlatformPage } from "./companies/platform-page.tsx";
import { RolePage } from "./roles/role-page.tsx";
import { RolesPage } from "./roles/roles-page.tsx";
import { settingsRoute } from "./settings/settings-route.tsx";

export const peopleRoute = createRoute({
	getParentRoute: () => settingsRoute,
	path: "/people",
	validateSearch: searchOf("view", "q", "role", "kind", "open"),
	component: PeoplePage,
});

export const rolesRoute = createRoute({
	getParentRoute: () => settingsRoute,
	path: "/roles",
	validateSearch: searchOf("show", "q"),
	component: RolesPage,
});

export const roleRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/roles/$roleId", component: RolePage });

export const companyRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/company", component: CompanyPage });

export const planRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/plan", component: PlanPage });

export const supportRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/support", component: SupportPage });

export const platformRoute = createRoute({
	getParentRoute: () => settingsRoute,
	path: "/platform",
	validateSearch: searchOf("q", "status", "open"),
	component: PlatformPage,
});

export const dataRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/data", component: DataPage });

export const onboardingRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/onboarding", component: OnboardingPage });
