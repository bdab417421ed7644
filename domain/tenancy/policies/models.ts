// Model calls: which provider in which region may be given the company's data. Whatever calls a model asks this first; without a policy
// nothing may be called, because no company has agreed to it yet.
import { err, ok, type Result } from "../../core/result.ts";

export const modelProviders = ["anthropic", "openai", "google", "mistral", "self_hosted"] as const;
export type ModelProvider = (typeof modelProviders)[number];

export const modelRegions = ["eu", "uk", "us", "in", "any"] as const;
export type ModelRegion = (typeof modelRegions)[number];

export const providerNames: Readonly<Record<ModelProvider, string>> = {
	anthropic: "Anthropic",
	openai: "OpenAI",
	google: "Google",
	mistral: "Mistral",
	self_hosted: "A model of your own",
};

/** Where a company may have a key of its own; its own model needs none from here. */
export const keyedProviders = ["anthropic", "openai", "google", "mistral"] as const satisfies readonly ModelProvider[];
export type KeyedProvider = (typeof keyedProviders)[number];

/** Which record a sealed key belongs to. */
export const modelKeyRecord = (provider: KeyedProvider): string => `model_key/${provider}`;

/** Where the provider processes what it is given; "any": it doesn't say, or moves it. */
export const regionNames: Readonly<Record<ModelRegion, string>> = {
	eu: "European Union",
	uk: "United Kingdom",
	us: "United States",
	in: "India",
	any: "Anywhere",
};

export interface ModelContent {
	readonly providers: readonly ModelProvider[];
	readonly regions: readonly ModelRegion[];
}

export interface ModelCall {
	readonly provider: ModelProvider;
	readonly region: ModelRegion;
}

export interface ModelRefusal {
	readonly code: "MODEL_POLICY";
	readonly message: string;
}

/** Every policy has to allow both. A provider that says no region is only allowed where "anywhere" is. */
export function mayCallModel(policies: readonly ModelContent[], { provider, region }: ModelCall): Result<void, ModelRefusal> {
	const refuse = (why: string) => err<ModelRefusal>({ code: "MODEL_POLICY", message: why });
	if (policies.length === 0)
		return refuse(
			"No policy of this company allows model calls yet. Somebody who manages policies can publish one under Settings, Policies.",
		);
	for (const policy of policies) {
		if (!policy.providers.includes(provider))
			return refuse(`The company's policy doesn't allow ${providerNames[provider]}. Choose a provider that it allows.`);
		if (!policy.regions.includes(region) && !policy.regions.includes("any"))
			return refuse(`The company's policy doesn't allow data to be processed in ${regionNames[region]}. Choose another region.`);
	}
	return ok(undefined);
}
