import { createRoute, redirect } from "@tanstack/react-router";
import { rootRoute } from "../../app/root-route.tsx";
import { shellRoute } from "../../app/shell-route.tsx";
import { searchOf } from "../../app/url-search.ts";
import { ApprovalsPage } from "./approvals/approvals-page.tsx";
import { AuditPage } from "./audit/audit-page.tsx";
import { auditNames } from "./audit/audit-search.ts";
import { KeysPage } from "./keys-page.tsx";
import { LoginPage } from "./login-page.tsx";
import { settingsRoute } from "./settings/settings-route.tsx";

export const loginRoute = createRoute({
	getParentRoute: () => rootRoute,
	path: "/login",
	validateSearch: searchOf("then"),
	component: LoginPage,
});

export const keysRoute = createRoute({
	getParentRoute: () => settingsRoute,
	path: "/keys",
	component: KeysPage,
});

export const auditRoute = createRoute({
	getParentRoute: () => settingsRoute,
	path: "/audit",
	validateSearch: searchOf(...auditNames),
	component: AuditPage,
});

/** Where the data keys stood before there were settings: links in mails and notes still lead there. */
export const oldKeysRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/keys",
	beforeLoad: () => {
		throw redirect({ to: "/settings/keys", replace: true });
	},
});

export const approvalsRoute = createRoute({
	getParentRoute: () => shellRoute,
	path: "/approvals",
	validateSearch: searchOf("view", "open"),
	component: ApprovalsPage,
});
