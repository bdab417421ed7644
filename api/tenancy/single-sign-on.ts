// A company's single sign-on as its administrators set it up, and which provider a person's address leads to. A domain counts once the DNS
// says that it is the company's; without one the provider speaks for nobody.
import { randomBytes, randomUUID } from "node:crypto";
import { Resolver } from "node:dns/promises";
import { z } from "zod";
import {
	addDomain,
	deleteProvider,
	domainsOf,
	forgetSubjects,
	proveDomain,
	providerOf,
	providersOfDomain,
	removeDomain,
	saveProvider,
} from "../../db/tenancy/identity-provider.store.ts";
import { endPasswordSessions } from "../../db/tenancy/password-sessions.store.ts";
import { requireFeature } from "../../db/tenancy/plan.store.ts";
import { withTenant } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { domainName, domainOf } from "../../domain/tenancy/email-address.ts";
import { mayChangeProvider } from "../../domain/tenancy/choose-provider.ts";
import { roles } from "../../domain/tenancy/permissions.ts";
import { outsideUrl } from "../../platform/outside-url.ts";
import { createSecrets } from "../../platform/secrets.ts";
import type { RequestContext } from "../context.ts";
import { procedure } from "../trpc.ts";
import { emailField } from "./register.ts";
import { callbackUrl } from "./sso-login.ts";
import { countTries } from "./tries.ts";
import type { TenantWork } from "../with-permission.ts";

const states = ["off", "optional", "enforced"] as const;

const settingsSchema = z.object({
	provider: z
		.object({
			id: z.uuid(),
			name: z.string(),
			issuer: z.string(),
			clientId: z.string(),
			state: z.enum(states),
			joins: z.boolean(),
			defaultRole: z.enum(roles),
		})
		.nullable(),
	domains: z.array(
		z.object({
			domain: z.string(),
			/** The name of the TXT record, and what it has to say. */
			record: z.string(),
			proof: z.string(),
			verifiedAt: z.string().nullable(),
		}),
	),
	/** To be entered at the provider. */
	callbackUrl: z.string(),
});
type Settings = z.infer<typeof settingsSchema>;

type Ctx = TenantWork & RequestContext;

const recordName = (domain: string): string => `_tieout-challenge.${domain}`;

async function settings({ em, tenantId, deps }: Ctx): Promise<Settings> {
	const provider = await providerOf(em, tenantId);
	const domains = await domainsOf(em, tenantId);
	return {
		provider:
			provider === null
				? null
				: {
						id: provider.id,
						name: provider.name,
						issuer: provider.issuer,
						clientId: provider.clientId,
						state: provider.state,
						joins: provider.joins,
						defaultRole: provider.defaultRole,
					},
		domains: domains.map((row) => ({ ...row, record: recordName(row.domain) })),
		callbackUrl: callbackUrl(deps, tenantId),
	};
}

export const ssoSettings = procedure("sso.manage")
	.output(settingsSchema)
	.query(({ ctx }) => settings(ctx));

export const saveSso = procedure("sso.manage")
	.input(
		z.object({
			name: z.string().trim().min(1, "Enter a name for the button.").max(60),
			issuer: z.url({ protocol: /^https?$/, error: "Enter the provider's address." }).max(500),
			clientId: z.string().trim().min(1, "Enter the client id.").max(300),
			/** null: the stored one stays. */
			clientSecret: z.string().min(1, "Enter the client secret.").max(1_000).nullable(),
			state: z.enum(states),
			joins: z.boolean(),
			defaultRole: z.enum(roles),
		}),
	)
	.output(settingsSchema)
	.mutation(async ({ ctx, input }) => {
		const { em, tenantId, deps } = ctx;
		await requireFeature(em, tenantId, "single_sign_on");
		outsideUrl(input.issuer, deps.config.allowedPrivateHosts);
		const before = await providerOf(em, tenantId);
		const allowed = mayChangeProvider(ctx.access, { before, after: input, secretChanged: input.clientSecret !== null });
		if (!allowed.ok) throw new TieoutError(allowed.error.code, allowed.error.message);
		if (before === null && input.clientSecret === null) throw new TieoutError("INPUT", "Enter the client secret.");
		// The stored secret goes to nobody but the issuer that it was entered for.
		if (before !== null && before.issuer !== input.issuer && input.clientSecret === null)
			throw new TieoutError("INPUT", "Enter the client secret again: the provider's address has changed.");
		if (input.state === "enforced" && !(await domainsOf(em, tenantId)).some(({ verifiedAt }) => verifiedAt !== null))
			throw new TieoutError("INPUT", "Prove a domain first: without one nobody could come in.");
		const id = before?.id ?? randomUUID();
		const sealed =
			input.clientSecret === null && before !== null
				? before
				: createSecrets(deps.keys).seal({ tenantId, connectionId: id }, { clientSecret: input.clientSecret ?? "" });
		const { name, issuer, clientId, state, joins, defaultRole } = input;
		const { ciphertext, keyId } = sealed;
		await saveProvider(em, { tenantId, id, name, issuer, clientId, ciphertext, keyId, state, joins, defaultRole });
		if (before !== null && before.issuer !== issuer) await forgetSubjects(em, tenantId, id);
		// From the commit on nobody but owners begins a session with a password; those that are open end with it.
		if (state === "enforced" && before?.state !== "enforced")
			ctx.afterCommit(async () => {
				await endPasswordSessions(deps.orm, tenantId);
				deps.sessions.forgetAll();
			});
		const shown = (row: { issuer: string; clientId: string; state: string; joins: boolean; defaultRole: string }) => ({
			issuer: row.issuer,
			clientId: row.clientId,
			state: row.state,
			joins: row.joins,
			defaultRole: row.defaultRole,
		});
		await ctx.audit({
			action: "sso.save",
			resource: { kind: "identity_provider", id },
			summary: before === null ? "Set up single sign-on" : "Changed single sign-on",
			before: before === null ? undefined : shown(before),
			after: { ...shown(input), secretChanged: input.clientSecret !== null },
		});
		return settings(ctx);
	});

export const removeSso = procedure("sso.manage")
	.output(settingsSchema)
	.mutation(async ({ ctx }) => {
		if (!(await deleteProvider(ctx.em, ctx.tenantId))) throw new TieoutError("NOT_FOUND", "This company has no single sign-on.");
		await ctx.audit({ action: "sso.remove", resource: { kind: "tenant", id: ctx.tenantId }, summary: "Removed single sign-on" });
		return settings(ctx);
	});

const domainField = z
	.string()
	.max(253)
	.transform((text, check) => {
		const domain = domainName(text);
		if (domain !== null) return domain;
		check.addIssue({ code: "custom", message: "This is not a domain, such as example.com." });
		return z.NEVER;
	});

export const addSsoDomain = procedure("sso.manage")
	.input(z.object({ domain: domainField }))
	.output(settingsSchema)
	.mutation(async ({ ctx, input: { domain } }) => {
		const provider = await providerOf(ctx.em, ctx.tenantId);
		if (provider === null) throw new TieoutError("NOT_FOUND", "Set the provider up first.");
		const proof = `tieout-domain=${randomBytes(18).toString("base64url")}`;
		await addDomain(ctx.em, { tenantId: ctx.tenantId, providerId: provider.id, domain, proof });
		await ctx.audit({ action: "sso.add_domain", resource: { kind: "domain", id: domain }, summary: `Named the domain ${domain}` });
		return settings(ctx);
	});

const dnsLimitMs = 3_000;

const txtRecords = (name: string): Promise<readonly (readonly string[])[]> =>
	new Resolver({ timeout: dnsLimitMs, tries: 1 }).resolveTxt(name);

/** Looks the proof up in the DNS. */
export const proveSsoDomain = procedure("sso.manage")
	.input(z.object({ domain: domainField }))
	.output(settingsSchema)
	.mutation(async ({ ctx, input: { domain } }) => {
		const { em, tenantId, deps } = ctx;
		const row = (await domainsOf(em, tenantId)).find((each) => each.domain === domain);
		if (row === undefined) throw new TieoutError("NOT_FOUND", "This company has not named this domain.");
		const found = await (deps.resolveTxt ?? txtRecords)(recordName(domain)).catch(() => []);
		if (!found.some((parts) => parts.join("") === row.proof))
			throw new TieoutError(
				"DOMAIN_UNPROVEN",
				`The DNS has no TXT record at ${recordName(domain)} that says ${row.proof}. It may take an hour to be seen.`,
			);
		await proveDomain(em, tenantId, domain);
		await ctx.audit({ action: "sso.prove_domain", resource: { kind: "domain", id: domain }, summary: `Proved the domain ${domain}` });
		return settings(ctx);
	});

export const removeSsoDomain = procedure("sso.manage")
	.input(z.object({ domain: domainField }))
	.output(settingsSchema)
	.mutation(async ({ ctx, input: { domain } }) => {
		const { em, tenantId } = ctx;
		const others = (await domainsOf(em, tenantId)).filter((row) => row.domain !== domain && row.verifiedAt !== null);
		if ((await providerOf(em, tenantId))?.state === "enforced" && others.length === 0)
			throw new TieoutError("INPUT", "This is the last proven domain, and nobody may use a password. Let people use passwords first.");
		if (!(await removeDomain(em, tenantId, domain))) throw new TieoutError("NOT_FOUND", "This company has not named this domain.");
		await ctx.audit({ action: "sso.remove_domain", resource: { kind: "domain", id: domain }, summary: `Took the domain ${domain} out` });
		return settings(ctx);
	});

/** Which providers speak for an address: by its domain alone, whether there is such an account or not. */
export const ssoFor = procedure("anyone")
	.input(z.object({ email: emailField }))
	.output(z.array(z.object({ tenantId: z.uuid(), providerId: z.uuid(), name: z.string() })))
	.mutation(async ({ ctx: { deps, address }, input: { email } }) => {
		await countTries(deps, [{ name: "lookup", of: address }]);
		const found = await providersOfDomain(deps.orm, domainOf(email) ?? "");
		const named = await Promise.all(
			found.map(async (each) => ({ ...each, name: (await withTenant(deps.orm, each, (em) => providerOf(em, each.tenantId)))?.name ?? "" })),
		);
		return named.filter(({ name }) => name !== "").map(({ tenantId, providerId, name }) => ({ tenantId, providerId, name }));
	});
