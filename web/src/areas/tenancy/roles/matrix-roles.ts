// The columns of the matrix: the roles that every company has, then the company's own, as they are published.
import { counted } from "../../../kit/amount.tsx";
import type { Matrix } from "../people/member-words.ts";

export interface MatrixRole {
	/** "controller", or "custom:<id>". */
	readonly value: string;
	/** Of a role of the company's own. */
	readonly id: string | null;
	readonly name: string;
	readonly permissions: ReadonlySet<string>;
	/** Under the name. */
	readonly state: string;
	readonly draft: boolean;
}

/** Which of them are looked at: all, those of every company, or the company's own; and whose name has the words. */
export interface RoleFilter {
	readonly show: "all" | "every" | "own";
	readonly words: string;
}

export const shownRoles = (roles: readonly MatrixRole[], { show, words }: RoleFilter): readonly MatrixRole[] =>
	roles.filter(
		({ id, name }) => (show === "all" || (show === "own") === (id !== null)) && name.toLowerCase().includes(words.trim().toLowerCase()),
	);

export function matrixRoles({ system, custom }: Pick<Matrix, "system" | "custom">): readonly MatrixRole[] {
	return [
		...system
			// What a key may do are its scopes, never this role.
			.filter(({ key }) => key !== "integration")
			.map(({ key, name, permissions }) => ({
				value: key,
				id: null,
				name,
				permissions: new Set<string>(permissions),
				state: "",
				draft: false,
			})),
		...custom.map(({ id, name, permissions, draft, version, members }) => ({
			value: `custom:${id}`,
			id,
			name,
			permissions: new Set<string>(version === 0 ? (draft?.permissions ?? []) : permissions),
			state: version === 0 ? "draft, nobody has it" : draft === null ? counted(members, "person", "people") : "has a draft",
			draft: draft !== null,
		})),
	];
}
