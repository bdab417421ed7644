import { createRoute, redirect } from "@tanstack/react-router";
import { shellRoute } from "../../app/shell-route.tsx";
import { searchOf } from "../../app/url-search.ts";
import { AccountPage } from "./account/account-page.tsx";
import { SessionsPage } from "./account/sessions-page.tsx";
import { ApiKeysPage } from "./api-keys/api-keys-page.tsx";
import { ApprovalsPage } from "./approvals/approvals-page.tsx";
import { AuditPage } from "./audit/audit-page.tsx";
import { auditNames } from "./audit/audit-search.ts";
import { KeysPage } from "./keys-page.tsx";
import { ModelKeysPage } from "./model-keys-page.tsx";
import { SsoSettingsPage } from "./sso/sso-settings-page.tsx";
import { PoliciesPage } from "./policies/policies-page.tsx";
import { PolicyPage } from "./policies/policy-page.tsx";
import { settingsRoute } from "./settings/settings-route.tsx";
import { WebhooksPage } from "./webhooks/webhooks-page.tsx";

export const accountRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/account", component: AccountPage });
export const ssoSettingsRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/sso", component: SsoSettingsPage });
export const sessionsRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/sessions", component: SessionsPage });

export const keysRoute = createRoute({
	getParentRoute: () => settingsRoute,
	path: "/keys",
	component: KeysPage,
});

export const modelKeysRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/model-keys", component: ModelKeysPage });

export const apiKeysRoute = createRoute({
	getParentRoute: () => settingsRoute,
	path: "/api-keys",
	validateSearch: searchOf("open"),
	component: ApiKeysPage,
});

export const auditRoute = createRoute({
	getParentRoute: () => settingsRoute,
	path: "/audit",
	validateSearch: searchOf(...auditNames),
	component: AuditPage,
});

export const webhooksRoute = createRoute({
	getParentRoute: () => settingsRoute,
	path: "/webhooks",
	validateSearch: searchOf("view", "open", "endpoint", "connection", "state", "topic"),
	component: WebhooksPage,
});

export const policiesRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/policies", component: PoliciesPage });

export const policyRoute = createRoute({ getParentRoute: () => settingsRoute, path: "/policies/$policyId", component: PolicyPage });

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
	validateSearch: searchOf("view", "open", "about", "worth", "sort"),
	component: ApprovalsPage,
});
