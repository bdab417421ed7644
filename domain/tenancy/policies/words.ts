// A policy as people read it: one sentence for lists, approvals and the audit trail.
import { formatMinor } from "../../core/money.ts";
import type { ChangeKind } from "../change.ts";
import { isSystemRole, roleNames } from "../permissions.ts";
import { deciderRoles, deleteAction } from "./approvals.ts";
import type { AppliesTo, RoleRef } from "./applies-to.ts";
import { fieldNames, kindNames, type MaskableField, type MaskedColumn } from "./masking.ts";
import { providerNames, regionNames } from "./models.ts";
import type { PolicyRule } from "./policy.ts";
import type { PolicyKind } from "./policy-kinds.ts";
import { retentionBounds } from "./retention.ts";

export const policyKindNames: Readonly<Record<PolicyKind, string>> = {
	masking: "Masking",
	export: "Exports",
	approval: "Approvals",
	retention: "Retention",
	model: "Model calls",
};

/** What a policy of the kind is for, under its name in the editor. */
export const policyKindLeads: Readonly<Record<PolicyKind, string>> = {
	masking: "Columns that some roles see as •••: in tables, searches, files and the API.",
	export: "Which formats may leave, how many rows at most, and from how many on a second person looks first.",
	approval: "What is done only after a second person has approved it: changes, imports and deletions, from an amount on.",
	retention: "After how many days rows that prove nothing any more are deleted.",
	model: "Which model providers, and where, may be given this company’s data. Without a policy none may.",
};

export const actionNames: Readonly<Record<ChangeKind | typeof deleteAction, string>> = {
	"users.change_role": "Changing a member’s role",
	"roles.publish": "Publishing a role",
	"policies.publish": "Publishing a policy",
	"exports.run": "Exporting many rows",
	"tenant.erase": "Erasing the company",
	"files.import": "Importing a file",
	[deleteAction]: "Deleting what a source no longer has",
};

const list = (names: readonly string[]): string =>
	names.length < 2 ? (names[0] ?? "nothing") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
const count = (value: number): string => value.toLocaleString("en-US");

/** "Description and Account of bank lines" */
export function columnWords(columns: readonly MaskedColumn[]): string {
	const byKind = Object.entries(kindNames).map(([kind, name]) => {
		const fields = columns
			.filter((column) => column.startsWith(`${kind}.`))
			.map((column) => fieldNames[column.slice(kind.length + 1) as MaskableField]);
		return fields.length === 0 ? null : `${list(fields).toLowerCase()} of ${name.toLowerCase()}`;
	});
	return list(byKind.filter((words) => words !== null));
}

function rolesWords({ roles }: AppliesTo, nameOf: (ref: RoleRef) => string): string {
	if (roles.mode === "these") return `for ${list(roles.refs.map(nameOf))}`;
	return roles.refs.length === 0 ? "for everybody" : `for everybody but ${list(roles.refs.map(nameOf))}`;
}

/** @param ownRoles names of the company's own roles by id */
export function policyWords(rule: PolicyRule, ownRoles: ReadonlyMap<string, string>): string {
	const nameOf = (ref: RoleRef): string => (isSystemRole(ref) ? roleNames[ref] : (ownRoles.get(ref) ?? "a role that is gone"));
	switch (rule.kind) {
		case "masking":
			return `${capital(columnWords(rule.content.columns))} masked ${rolesWords(rule.content, nameOf)}.`;
		case "export": {
			const { formats, maxRows, approvalAbove } = rule.content;
			const parts = [
				formats.length === 0 ? "no file may be written" : `${list(formats.map((format) => format.toUpperCase()))} only`,
				...(maxRows === null ? [] : [`at most ${count(maxRows)} rows`]),
				...(approvalAbove === null ? [] : [`approval above ${count(approvalAbove)} rows`]),
			];
			return `${capital(parts.join(", "))} ${rolesWords(rule.content, nameOf)}.`;
		}
		case "approval": {
			const { action, above, decides } = rule.content;
			const from = above === null ? "" : ` above ${formatMinor(BigInt(above.minor), above.currency)} ${above.currency}`;
			return `${actionNames[action]}${from} waits for ${deciderRoles(decides)}.`;
		}
		case "retention":
			return `${retentionBounds[rule.content.table].label} are deleted after ${count(rule.content.days)} days.`;
		case "model":
			return `${list(rule.content.providers.map((each) => providerNames[each]))} may be called, in ${list(rule.content.regions.map((each) => regionNames[each]))}.`;
	}
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
