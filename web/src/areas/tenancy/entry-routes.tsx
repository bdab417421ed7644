// Addresses of the pages that need no login.
import { createRoute } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { searchOf } from "../../app/url-search.ts";
import { ForgotPage } from "./entry/forgot-page.tsx";
import { InvitationPage } from "./entry/invitation-page.tsx";
import { LoginPage } from "./entry/login-page.tsx";
import { RegisterPage } from "./entry/register-page.tsx";
import { ResetPage } from "./entry/reset-page.tsx";
import { SsoPage } from "./entry/sso-page.tsx";
import { WelcomePage } from "./entry/welcome-page.tsx";
import { ErasureReportPage } from "./lifecycle/erasure-report-page.tsx";

export const loginRoute = createRoute({
	getParentRoute: () => rootRoute,
	path: "/login",
	validateSearch: searchOf("then", "sso", "ended"),
	component: LoginPage,
});

export const ssoRoute = createRoute({
	getParentRoute: () => rootRoute,
	path: "/single-sign-on",
	validateSearch: searchOf("then"),
	component: SsoPage,
});

export const registerRoute = createRoute({ getParentRoute: () => rootRoute, path: "/register", component: RegisterPage });
export const welcomeRoute = createRoute({ getParentRoute: () => rootRoute, path: "/welcome", component: WelcomePage });
export const forgotRoute = createRoute({ getParentRoute: () => rootRoute, path: "/forgot-password", component: ForgotPage });
export const resetRoute = createRoute({ getParentRoute: () => rootRoute, path: "/reset-password", component: ResetPage });
export const invitationRoute = createRoute({ getParentRoute: () => rootRoute, path: "/invitation", component: InvitationPage });
export const erasureReportRoute = createRoute({
	getParentRoute: () => rootRoute,
	path: "/erasure/$reportId",
	component: ErasureReportPage,
});
