// An entity's own rules (data, kept with the entity) laid over the rules of the booking model. What is not a rule is refused, not ignored.
import { TieoutError } from "../core/errors.ts";
import { type PassName, passNames, type Rules, stripeNetsuiteRules } from "./rules.ts";

const numbers = ["toleranceMinor", "bankWindowDays", "bankLeadDays", "returnWindowDays", "activityWindowDays"] as const;
const texts = ["version", "bankText", "payoutIdPattern", "sourceIdPattern"] as const;
const tables = ["accounts", "lineCategories"] as const;

const refuse = (name: string): never => {
	throw new TieoutError("INPUT", `The entity's reconciliation rule “${name}” can't be read. Correct it in the entity's rules.`);
};

/** @throws TieoutError INPUT naming the rule that can't be read */
export function rulesOfEntity(own: unknown): Rules {
	if (own === null || own === undefined) return stripeNetsuiteRules;
	if (typeof own !== "object" || Array.isArray(own)) return refuse("rules");
	const given = own as Readonly<Record<string, unknown>>;
	const rules: Record<string, unknown> = { ...stripeNetsuiteRules };
	for (const [name, value] of Object.entries(given)) rules[name] = ruleOf(name, value);
	return rules as unknown as Rules;
}

function ruleOf(name: string, value: unknown): unknown {
	if ((numbers as readonly string[]).includes(name))
		return typeof value === "number" && Number.isInteger(value) && value >= 0 ? value : refuse(name);
	if ((texts as readonly string[]).includes(name)) return typeof value === "string" && value !== "" ? value : refuse(name);
	if (name === "passes") return Array.isArray(value) && value.every(isPass) ? value : refuse(name);
	if (name === "ledgerOwn") return Array.isArray(value) && value.every((each) => typeof each === "string") ? value : refuse(name);
	if (!(tables as readonly string[]).includes(name) || typeof value !== "object" || value === null) return refuse(name);
	const entries = Object.entries(value);
	if (!entries.every(([, each]) => typeof each === "string")) return refuse(name);
	return { ...stripeNetsuiteRules[name as (typeof tables)[number]], ...Object.fromEntries(entries) };
}

const isPass = (value: unknown): value is PassName => (passNames as readonly unknown[]).includes(value);
