// A change to the company's own settings, kept as data so that a second person can look at it before it is made. What is decided
// about is exactly this: its hash binds the answer to it.
import { type Canonical, canonicalJson } from "../core/canonical-json.ts";
import { sha256 } from "../core/sha256.ts";
import type { PolicyKind } from "./policies/policy-kinds.ts";
import type { Permission, Role } from "./permissions.ts";

/** What each kind of change needs to know: ids and settings, no secrets. */
export interface ChangeArgs {
	/** Gives a member another role, and limits them to entities (null: none). */
	"users.change_role": {
		readonly userId: string;
		readonly role: Role | "custom";
		readonly roleId: string | null;
		readonly entityIds: readonly string[] | null;
	};
	/** Makes a role of the company's own what its draft says, for everybody who has it. */
	"roles.publish": {
		readonly roleId: string;
		/** The publication that the draft was made from: a role published meanwhile is another role. */
		readonly version: number;
		readonly name: string;
		readonly description: string;
		readonly permissions: readonly Permission[];
	};
	/** Makes a policy what is written here, as its next version. */
	"policies.publish": {
		readonly policyId: string;
		readonly kind: PolicyKind;
		readonly name: string;
		/** As the kind has it (domain/tenancy/policies). */
		readonly content: Canonical;
		readonly active: boolean;
		/** The version that the editor started from; 0 for a new policy. */
		readonly basedOn: number;
		readonly madeBy: string;
		readonly reason: string;
	};
	/** Writes a file with more rows than a policy lets out unseen. */
	"exports.run": {
		readonly requestedBy: string;
		readonly name: string;
		readonly format: "csv" | "xlsx";
		readonly rows: number;
		/** An ExportState. */
		readonly state: Canonical;
		readonly workflowId: string;
		readonly correlationId: string;
	};
	/** Imports a file that is worth more than a policy lets in unseen. */
	"files.import": {
		readonly fileId: string;
		readonly connectionId: string;
		readonly requestedBy: string;
		/** What the file itself speaks against, taken in spite of it for the reason below. */
		readonly accepts: readonly ("difference" | "duplicate")[];
		readonly reason: string;
		readonly workflowId: string;
		readonly correlationId: string;
	};
	/** Erases the company, some days later. */
	"tenant.erase": {
		/** Where its report will be. */
		readonly reportId: string;
		/** As it was typed. */
		readonly company: string;
		readonly askedBy: string;
	};
}

export type ChangeKind = keyof ChangeArgs;
export type Change = { readonly [Kind in ChangeKind]: { readonly kind: Kind; readonly args: ChangeArgs[Kind] } }[ChangeKind];

/** Who may make each kind of change alone, and who may decide about it when somebody else proposes it. */
export const changePermission: Readonly<Record<ChangeKind, Permission>> = {
	"users.change_role": "users.manage",
	"roles.publish": "roles.manage",
	"policies.publish": "policies.manage",
	"exports.run": "changes.decide",
	"files.import": "files.import",
	// Not `tenant.erase`, which the owner alone has: an admin may agree, and nobody agrees to their own.
	"tenant.erase": "tenancy.manage",
};

/** Whose rights it would change; null: nobody's in particular. */
export const concernedBy = ({ kind, args }: Change): string | null => (kind === "users.change_role" ? args.userId : null);

/** What stands before and what would stand after, as people read it: names beside ids. */
export interface ChangeDiff {
	readonly before: { readonly [field: string]: Canonical };
	readonly after: { readonly [field: string]: Canonical };
}

/** Hex SHA-256 over RFC 8785 JSON of the change and of what it would replace. */
export const changeHash = ({ kind, args }: Change, diff: ChangeDiff): string => sha256(canonicalJson({ kind, args, ...diff }));

/** How long a proposed change waits for its decision. */
export const changeDays = 14;
