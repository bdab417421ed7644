// A policy: a rule of the company that people edit, kept in every version, and what all policies that bind a role come to.
import type { ApprovalContent } from "./approvals.ts";
import { appliesTo, type RoleRef } from "./applies-to.ts";
import { type ExportContent, type ExportRule, strictest } from "./exports.ts";
import type { Masks, MaskingContent } from "./masking.ts";
import type { ModelContent } from "./models.ts";
import type { PolicyKind } from "./policy-kinds.ts";
import type { RetentionContent } from "./retention.ts";

export interface PolicyContents extends Readonly<Record<PolicyKind, unknown>> {
	readonly masking: MaskingContent;
	readonly export: ExportContent;
	readonly approval: ApprovalContent;
	readonly retention: RetentionContent;
	readonly model: ModelContent;
}

/** A kind with its content. */
export type PolicyRule = { readonly [Kind in PolicyKind]: { readonly kind: Kind; readonly content: PolicyContents[Kind] } }[PolicyKind];

/** What the policies in force mean for one role. */
export interface PolicyRules {
	readonly masks: Masks;
	readonly exports: ExportRule;
	readonly approvals: readonly ApprovalContent[];
	readonly models: readonly ModelContent[];
}

export function rulesFor(policies: readonly PolicyRule[], ref: RoleRef): PolicyRules {
	const of = <Kind extends PolicyKind>(kind: Kind): PolicyContents[Kind][] =>
		policies.filter((policy) => policy.kind === kind).map(({ content }) => content as PolicyContents[Kind]);
	return {
		masks: new Set(
			of("masking")
				.filter((content) => appliesTo(content, ref))
				.flatMap(({ columns }) => columns),
		),
		exports: strictest(of("export").filter((content) => appliesTo(content, ref))),
		approvals: approvalRules(policies),
		models: of("model"),
	};
}

/** What waits for whom, whoever asks. */
export const approvalRules = (policies: readonly PolicyRule[]): readonly ApprovalContent[] =>
	policies.flatMap((policy) => (policy.kind === "approval" ? [policy.content] : []));

/** Somebody who looks through another role sees what both see. */
export const bothRules = (own: PolicyRules, other: PolicyRules): PolicyRules => ({
	...own,
	masks: new Set([...own.masks, ...other.masks]),
	exports: strictest([own.exports, other.exports]),
});
