// What a client needs to speak for a seeded company. Made from the seed, so no secrets; real keys never come near the sandbox.
import { randomOf } from "../core/random.ts";
import type { CompanyOptions } from "./options.ts";

export interface CompanyCredentials {
	readonly slug: string;
	readonly stripeKey: string;
	/** Signs what Stripe's webhooks bring; the same after a restart. */
	readonly stripeWebhookSecret: string;
	readonly netsuiteAccount: string;
	/** Consumer key of the integration record; its certificate is registered through the control API. */
	readonly netsuiteClientId: string;
}

export function credentialsOf({ slug, seed }: Pick<CompanyOptions, "slug" | "seed">): CompanyCredentials {
	const random = randomOf(seed, `${slug}:credentials`);
	return {
		slug,
		stripeKey: `sk_test_${slug}${random.token(24)}`,
		netsuiteAccount: `TSTDRV${random.int(1_000_000, 9_999_999)}`,
		stripeWebhookSecret: `whsec_${randomOf(seed, `${slug}:webhooks`).token(32)}`,
		netsuiteClientId: Array.from({ length: 64 }, () => random.int(0, 15).toString(16)).join(""),
	};
}
