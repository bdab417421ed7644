// Every procedure's address, one line per area; nothing else. The browser imports only the type.
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { reconciliationsRouter } from "./reconciliation/router.ts";
import { replaysRouter } from "./jobs/replays-router.ts";
import { deadLettersRouter, incidentsRouter, jobsRouter } from "./jobs/router.ts";
import { connectionsRouter, explorerRouter, exportsRouter, filesRouter, quarantineRouter } from "./sync/router.ts";
import {
	accountRouter,
	accessRouter,
	authRouter,
	entitiesRouter,
	keysRouter,
	viewsRouter,
	invitationsRouter,
	ssoRouter,
} from "./tenancy/router.ts";
import { approvalsRouter } from "./tenancy/approvals-router.ts";
import { apiKeysRouter } from "./tenancy/api-keys-router.ts";
import { platformRouter, rolesRouter, supportRouter, tenantRouter, usersRouter } from "./tenancy/people-router.ts";
import { policiesRouter } from "./tenancy/policies-router.ts";
import { auditRouter } from "./tenancy/audit-router.ts";
import { lifecycleRouter, modelKeysRouter, onboardingRouter } from "./tenancy/lifecycle-router.ts";
import { webhooksRouter } from "./tenancy/webhooks-router.ts";
import { router } from "./trpc.ts";

export const appRouter = router({
	approvals: approvalsRouter,
	access: accessRouter,
	audit: auditRouter,
	account: accountRouter,
	auth: authRouter,
	sso: ssoRouter,
	invitations: invitationsRouter,
	connections: connectionsRouter,
	entities: entitiesRouter,
	explorer: explorerRouter,
	exports: exportsRouter,
	views: viewsRouter,
	reconciliations: reconciliationsRouter,
	files: filesRouter,
	jobs: jobsRouter,
	replays: replaysRouter,
	incidents: incidentsRouter,
	deadLetters: deadLettersRouter,
	keys: keysRouter,
	apiKeys: apiKeysRouter,
	modelKeys: modelKeysRouter,
	policies: policiesRouter,
	quarantine: quarantineRouter,
	users: usersRouter,
	roles: rolesRouter,
	tenant: tenantRouter,
	lifecycle: lifecycleRouter,
	onboarding: onboardingRouter,
	support: supportRouter,
	platform: platformRouter,
	webhooks: webhooksRouter,
});

export type AppRouter = typeof appRouter;
export type RouterInputs = inferRouterInputs<AppRouter>;
export type RouterOutputs = inferRouterOutputs<AppRouter>;
