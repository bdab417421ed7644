// Words of policies, and what an editor starts from.
import type { RouterInputs, RouterOutputs } from "../../../../../api/app-router.ts";
import type { StatusWord } from "../../../kit/status-words.ts";

export type Policy = RouterOutputs["policies"]["list"]["policies"][number];
export type PolicyRule = RouterInputs["policies"]["publish"]["rule"];
export type PolicyKind = PolicyRule["kind"];
export type RuleOf<Kind extends PolicyKind> = Extract<PolicyRule, { kind: Kind }>;
export type RoleName = RouterOutputs["policies"]["roles"]["roles"][number];

export const policyStates = {
	holds: { word: "Holds", icon: "circle-check", tone: "ok" },
	off: { word: "Switched off", icon: "circle-minus", tone: "idle" },
} as const satisfies Readonly<Record<string, StatusWord>>;

export const stateOf = ({ active }: Pick<Policy, "active">): keyof typeof policyStates => (active ? "holds" : "off");

const everybodyButOwners = { mode: "all_but" as const, refs: ["owner"] };

/** A new policy of the kind, before anything is chosen. */
export const emptyRules: { readonly [Kind in PolicyKind]: RuleOf<Kind> } = {
	masking: { kind: "masking", content: { roles: everybodyButOwners, columns: [] } },
	export: { kind: "export", content: { roles: everybodyButOwners, formats: ["csv", "xlsx"], maxRows: null, approvalAbove: 10_000 } },
	approval: { kind: "approval", content: { action: "users.change_role", above: null, decides: "changes.decide" } },
	retention: { kind: "retention", content: { table: "attempts", days: 365 } },
	model: { kind: "model", content: { providers: [], regions: [] } },
};
