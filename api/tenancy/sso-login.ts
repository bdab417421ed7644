// One login through a company's identity provider (OpenID Connect, authorization code with PKCE, state and nonce). What the two halves share
// travels in a sealed cookie of ten minutes. A session that comes of it stays in the provider's own company.
import { allowInsecureRequests, authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge } from "openid-client";
import { type Configuration, customFetch, discovery, randomNonce, randomPKCECodeVerifier, randomState } from "openid-client";
import { z } from "zod";
import { recordAudit } from "../../db/tenancy/audit.store.ts";
import {
	domainsOf,
	linkSubject,
	memberOfSubject,
	type ProviderName,
	providerOf,
	type ProviderRow,
	standingOf,
} from "../../db/tenancy/identity-provider.store.ts";
import { addMember, createPerson } from "../../db/tenancy/new-account.store.ts";
import { emitEvent } from "../../db/tenancy/outbox.store.ts";
import { requireFeature, requireRoom } from "../../db/tenancy/plan.store.ts";
import { userById, userIdByEmail } from "../../db/tenancy/user.store.ts";
import { withTenant, withUser } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { emailAddress } from "../../domain/tenancy/email-address.ts";
import { decideSso, type KnownPerson, type ProviderClaims, ssoRefusalText } from "../../domain/tenancy/single-sign-on.ts";
import { life } from "../../domain/tenancy/token-life.ts";
import type { GuardedFetch } from "../../platform/guarded-fetch.ts";
import { tickets } from "../../platform/sealed-ticket.ts";
import { createSecrets } from "../../platform/secrets.ts";
import type { ApiDeps, RequestContext } from "../context.ts";
import { originOf } from "../with-permission.ts";
import { startBrowserSession } from "./start-session.ts";

const timeoutS = 10;

const pendingSchema = z.object({
	tenantId: z.uuid(),
	providerId: z.uuid(),
	state: z.string(),
	nonce: z.string(),
	verifier: z.string(),
	then: z.string(),
});
export type PendingLogin = z.infer<typeof pendingSchema>;

const ticketsOf = (deps: ApiDeps) => tickets(deps.keys, "single-sign-on", deps.now);

export const sealPending = (deps: ApiDeps, pending: PendingLogin): string =>
	ticketsOf(deps).seal(pending, new Date(deps.now().getTime() + life.stepMs));

/** null: there was no login on its way in this browser, or it took too long. */
export function openPending(deps: ApiDeps, text: string): PendingLogin | null {
	const parsed = pendingSchema.safeParse(ticketsOf(deps).open(text));
	return parsed.success ? parsed.data : null;
}

/**
 * Where a company's provider sends the browser back to: an address of the company's own, so that an answer that was meant for one company's
 * login is never handed to another company's provider (RFC 9700, 2.1 and 4.4, "mix-up").
 */
export const callbackUrl = (deps: ApiDeps, tenantId: string): string => `${deps.config.publicUrl}/sso/callback/${tenantId}`;

const unavailable = (): TieoutError =>
	new TieoutError(
		"SSO_UNAVAILABLE",
		"The identity provider can't be reached, or is not set up as it should be. Ask an administrator of your company.",
	);

async function knownProvider(deps: ApiDeps, { tenantId, providerId }: ProviderName): Promise<ProviderRow> {
	const provider = await withTenant(deps.orm, { tenantId }, async (em) => {
		await requireFeature(em, tenantId, "single_sign_on");
		return providerOf(em, tenantId);
	});
	if (provider === null || provider.id !== providerId || provider.state === "off") throw unavailable();
	return provider;
}

async function configurationOf(deps: ApiDeps, outside: GuardedFetch, tenantId: string, provider: ProviderRow): Promise<Configuration> {
	const { clientSecret } = createSecrets(deps.keys).open({ tenantId, connectionId: provider.id }, provider);
	const issuer = new URL(provider.issuer);
	return discovery(issuer, provider.clientId, clientSecret, undefined, {
		timeout: timeoutS,
		[customFetch]: outside.fetch as never,
		// Plain HTTP only where the operator allows the host at all: the guard refuses every other one.
		...(issuer.protocol === "http:" ? { execute: [allowInsecureRequests] } : {}),
	});
}

/** Where to send the browser, and what to keep until it comes back. */
export async function beginSso(
	deps: ApiDeps,
	outside: GuardedFetch,
	{ then, ...name }: ProviderName & { readonly then: string },
): Promise<{ readonly url: URL; readonly pending: PendingLogin }> {
	const provider = await knownProvider(deps, name);
	try {
		const configuration = await configurationOf(deps, outside, name.tenantId, provider);
		const pending = { ...name, then, state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
		const url = buildAuthorizationUrl(configuration, {
			redirect_uri: callbackUrl(deps, name.tenantId),
			scope: "openid email profile",
			state: pending.state,
			nonce: pending.nonce,
			code_challenge: await calculatePKCECodeChallenge(pending.verifier),
			code_challenge_method: "S256",
		});
		return { url, pending };
	} catch (error) {
		deps.log.warn({ err: error, ...name }, "an identity provider could not be asked");
		throw unavailable();
	}
}

/** Finishes the login and starts the session. @param query of the address that the browser came back to */
export async function finishSso(ctx: RequestContext, outside: GuardedFetch, pending: PendingLogin, query: string): Promise<void> {
	const { deps } = ctx;
	const { tenantId, providerId } = pending;
	const provider = await knownProvider(deps, pending);
	const claims = await claimsOf(ctx, outside, provider, pending, query);
	const known = await knownPerson(deps, pending, claims);
	const domains = await withTenant(deps.orm, { tenantId }, (em) => domainsOf(em, tenantId));
	const proven = domains.flatMap(({ domain, verifiedAt }) => (verifiedAt === null ? [] : [domain]));
	const decision = decideSso(claims, known, { domains: proven, joins: provider.joins });
	if (decision.kind === "refuse") throw new TieoutError("SSO_REFUSED", ssoRefusalText[decision.why], { why: decision.why });
	const name = claims.name ?? claims.email ?? "Unnamed";
	const userId = decision.kind === "create" ? await newPerson(deps, decision.email, name) : decision.userId;
	const user = await withUser(deps.orm, userId, (em) => userById(em, userId));
	if (user === null) throw unavailable();
	await withTenant(deps.orm, { tenantId }, async (em) => {
		if (decision.kind !== "enter") {
			await requireRoom(em, tenantId, "seats", 1);
			await addMember(em, {
				tenantId,
				userId,
				name: user.name,
				email: user.email,
				role: provider.defaultRole,
				customRoleId: null,
				entityIds: null,
			});
			await recordAudit(em, {
				tenantId,
				actor: { kind: "person", id: userId, name: user.name, onBehalfOf: null },
				origin: originOf(ctx, user.email),
				correlationId: ctx.correlationId,
				action: "users.join",
				resource: { kind: "user", id: userId },
				summary: "Came in through the company’s identity provider for the first time",
				after: { role: provider.defaultRole, providerId },
			});
			await emitEvent(em, { tenantId, topic: "user.created", key: userId, payload: { userId, role: provider.defaultRole } });
		}
		await linkSubject(em, { tenantId, providerId, subject: claims.subject, userId });
	});
	await startBrowserSession(ctx, { user, tenantId, method: "sso", boundTenantId: tenantId });
}

async function claimsOf(
	{ deps, log }: RequestContext,
	outside: GuardedFetch,
	provider: ProviderRow,
	pending: PendingLogin,
	query: string,
): Promise<ProviderClaims> {
	try {
		const configuration = await configurationOf(deps, outside, pending.tenantId, provider);
		const tokens = await authorizationCodeGrant(configuration, new URL(`${callbackUrl(deps, pending.tenantId)}${query}`), {
			pkceCodeVerifier: pending.verifier,
			expectedState: pending.state,
			expectedNonce: pending.nonce,
			idTokenExpected: true,
		});
		const said = tokens.claims();
		if (said === undefined) throw new Error("no ID token");
		const { sub, email, email_verified: verified, name } = said;
		return {
			subject: sub,
			email: typeof email === "string" ? emailAddress(email) : null,
			emailVerified: typeof verified === "boolean" ? verified : null,
			name: typeof name === "string" ? name.trim().slice(0, 120) || null : null,
		};
	} catch (error) {
		log.warn({ err: error, tenantId: pending.tenantId }, "a login through an identity provider failed");
		throw new TieoutError("SSO_FAILED", "The login at your identity provider was not finished. Try again from the beginning.");
	}
}

async function knownPerson(
	deps: ApiDeps,
	{ tenantId, providerId }: ProviderName,
	{ subject, email }: ProviderClaims,
): Promise<KnownPerson> {
	const account = email === null ? null : await userIdByEmail(deps.orm, email);
	return withTenant(deps.orm, { tenantId }, async (em) => {
		const standing = account === null ? "stranger" : await standingOf(em, tenantId, account);
		return {
			linkedUserId: await memberOfSubject(em, { tenantId, providerId, subject }),
			accountUserId: account,
			isMember: standing === "member",
			wasRemoved: standing === "removed",
		};
	});
}

async function newPerson(deps: ApiDeps, email: string, name: string): Promise<string> {
	const made = (await createPerson(deps.orm, { email, name, passwordHash: null })) ?? (await userIdByEmail(deps.orm, email));
	if (made === null) throw unavailable();
	return made;
}
