// Words of the people's list, and the choice of a role as forms keep it.
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { isSystemRole, roleNames, roles } from "../../../../../domain/tenancy/permissions.ts";
import type { FilterOption } from "../../../kit/filter-chips.tsx";
import type { StatusWord } from "../../../kit/status-words.ts";

export type Member = RouterOutputs["users"]["list"]["rows"][number];
export type Matrix = RouterOutputs["roles"]["matrix"];

export const memberWords = {
	active: { word: "Active", icon: "circle-check", tone: "ok" },
	removed: { word: "Removed", icon: "circle-minus", tone: "idle" },
	expired: { word: "Ended", icon: "clock", tone: "idle" },
} as const satisfies Readonly<Record<Member["status"], StatusWord>>;

export const kindText: Readonly<Record<Member["kind"], string>> = { member: "Person", service: "API key", support: "Support" };

export const entitiesText = (entities: Member["entities"]): string =>
	entities === null ? "Whole company" : entities.map(({ name }) => name).join(", ");

/** Within a sentence. */
export const seenText = (entities: Member["entities"]): string => (entities === null ? "the whole company" : entitiesText(entities));

export const memberKinds = ["member", "service", "support"] as const satisfies readonly Member["kind"][];

export interface RoleChoice {
	/** "controller", or "custom:<id>". */
	readonly value: string;
	readonly label: string;
	readonly permissions: readonly string[];
	/** Why it can't be given; null when it can. */
	readonly why: string | null;
}

/** Every role that a person can have, in the order of the matrix; what the giver lacks is named. */
export function roleChoices({ system, custom, own }: Pick<Matrix, "system" | "custom" | "own">, ownRole: string): readonly RoleChoice[] {
	const held = new Set<string>(own);
	const lacking = (words: readonly string[]): string | undefined => words.find((word) => !held.has(word));
	const why = (key: string, words: readonly string[]): string | null => {
		if (key === "owner" && ownRole !== "owner") return "only an owner gives it";
		return lacking(words) === undefined ? null : "does more than your own role";
	};
	return [
		...system
			.filter(({ key }) => key !== "integration")
			.map(({ key, name, permissions }) => ({ value: key as string, label: name, permissions, why: why(key, permissions) })),
		...custom
			.filter(({ version }) => version > 0)
			.map(({ id, name, permissions }) => ({ value: `custom:${id}`, label: name, permissions, why: why("custom", permissions) })),
	];
}

export const choiceOf = ({ role }: Pick<Member, "role">): string => (role.key === "custom" ? `custom:${role.id ?? ""}` : role.key);

/** What the list can be filtered by: keys have their own kind, so their role is none to choose. */
export const roleOptions = (custom: Matrix["custom"]): readonly FilterOption[] => [
	...roles.filter((key) => key !== "integration").map((key) => ({ value: key, label: roleNames[key] })),
	...custom.filter(({ version }) => version > 0).map(({ id, name }) => ({ value: id, label: name })),
];

const isRole = (text: string): boolean =>
	isSystemRole(text) || /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);

/** What of an address is a list of roles. @param text "controller,approver" */
export const rolesOfText = (text: string | undefined): string[] => (text ?? "").split(",").filter(isRole);

/** What the API takes. */
export const roleOfChoice = (value: string): { readonly role: Member["role"]["key"]; readonly roleId: string | null } =>
	value.startsWith("custom:") ? { role: "custom", roleId: value.slice(7) } : { role: value as Member["role"]["key"], roleId: null };

/** What the other role adds and takes away. */
export function permissionChange(before: readonly string[], after: readonly string[]): { readonly added: number; readonly taken: number } {
	const [was, will] = [new Set(before), new Set(after)];
	return { added: after.filter((word) => !was.has(word)).length, taken: before.filter((word) => !will.has(word)).length };
}
