// What to say to somebody whom an identity provider, or we, sent back. The address carries a word of a fixed list, never a sentence.
import { type SsoRefusal, ssoRefusalText } from "../../../../../domain/tenancy/single-sign-on.ts";

const others: Readonly<Record<string, string>> = {
	SSO_UNAVAILABLE: "The identity provider can’t be reached, or is not set up as it should be. Ask an administrator of your company.",
	TOO_MANY_TRIES: "Too many tries came from here. Wait a while, then try again.",
	PLAN_LIMIT: "Your company’s plan has no room for another person. Ask one of its administrators.",
	PLAN_FEATURE: "Your company’s plan has no single sign-on. Sign in with your password.",
};

export const ssoWords = (code: string): string =>
	Object.hasOwn(ssoRefusalText, code)
		? ssoRefusalText[code as SsoRefusal]
		: (others[code] ?? "The login at your identity provider was not finished. Try again from the beginning.");
