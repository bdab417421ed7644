// Who comes in through a company's own identity provider. A provider is believed about its own company and nothing else: what it says
// opens that company alone, and a new person only when the domain of their address was proven to be the company's.
import { domainOf } from "./email-address.ts";

export interface ProviderClaims {
	/** The provider's own, lasting name of the person. */
	readonly subject: string;
	readonly email: string | null;
	/** Some providers leave it out; then the proven domain has to do. */
	readonly emailVerified: boolean | null;
	readonly name: string | null;
}

export interface KnownPerson {
	/** The member whom this provider's `subject` has come in as before. */
	readonly linkedUserId: string | null;
	/** The account with this e-mail address. */
	readonly accountUserId: string | null;
	/** That account is an active member of this company. */
	readonly isMember: boolean;
	/** That account was a member and was removed. */
	readonly wasRemoved: boolean;
}

export interface ProviderRules {
	/** Proven to be the company's, lower case. */
	readonly domains: readonly string[];
	/** People without a membership get one at their first login. */
	readonly joins: boolean;
}

export type SsoRefusal = "no_email" | "unverified_email" | "foreign_domain" | "not_invited" | "removed";

export type SsoDecision =
	| { readonly kind: "enter"; readonly userId: string }
	| { readonly kind: "join"; readonly userId: string }
	| { readonly kind: "create"; readonly email: string }
	| { readonly kind: "refuse"; readonly why: SsoRefusal };

const refuse = (why: SsoRefusal): SsoDecision => ({ kind: "refuse", why });

export function decideSso(claims: ProviderClaims, known: KnownPerson, rules: ProviderRules): SsoDecision {
	if (known.linkedUserId !== null) return { kind: "enter", userId: known.linkedUserId };
	if (claims.email === null) return refuse("no_email");
	if (claims.emailVerified === false) return refuse("unverified_email");
	const domain = domainOf(claims.email);
	if (domain === null || !rules.domains.includes(domain)) return refuse("foreign_domain");
	if (known.accountUserId !== null && known.isMember) return { kind: "enter", userId: known.accountUserId };
	if (known.wasRemoved) return refuse("removed");
	if (!rules.joins) return refuse("not_invited");
	return known.accountUserId === null ? { kind: "create", email: claims.email } : { kind: "join", userId: known.accountUserId };
}

export const ssoRefusalText: Readonly<Record<SsoRefusal, string>> = {
	no_email: "Your identity provider did not say your e-mail address. Ask its administrator to send the claim “email”.",
	unverified_email: "Your identity provider has not verified your e-mail address. Verify it there, then sign in again.",
	foreign_domain: "Your e-mail address is not in a domain of this company. Sign in with the address that your company gave you.",
	not_invited: "You are not a member of this company. Ask one of its administrators to invite you.",
	removed: "You are no longer a member of this company. Ask one of its administrators to take you in again.",
};
