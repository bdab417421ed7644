// Makes a change, now or after its approval: one function a kind. Each reads what stands, so that a diff is never made up.
import { TieoutError } from "../../domain/core/errors.ts";
import type { Change, ChangeArgs, ChangeDiff, ChangeKind } from "../../domain/tenancy/change.ts";
import type { ScopedEm } from "../tenant-scope.ts";
import { memberRole, setMemberRole } from "./member-role.store.ts";

export interface ChangeScope {
	readonly tenantId: string;
}

interface Applier<Kind extends ChangeKind> {
	/** What stands and what would stand. @throws TieoutError NOT_FOUND */
	readonly diff: (em: ScopedEm, scope: ChangeScope, args: ChangeArgs[Kind]) => Promise<ChangeDiff>;
	readonly apply: (em: ScopedEm, scope: ChangeScope, args: ChangeArgs[Kind]) => Promise<void>;
	/** What the audit trail names as changed. */
	readonly resource: (args: ChangeArgs[Kind]) => { readonly kind: string; readonly id: string };
}

const appliers: { readonly [Kind in ChangeKind]: Applier<Kind> } = {
	"users.change_role": {
		diff: async (em, { tenantId }, args) => {
			const before = await memberRole(em, { tenantId, userId: args.userId });
			if (before === null) throw new TieoutError("NOT_FOUND", "This person is no member of the company any more.");
			return { before: { ...before }, after: { role: args.role, roleId: args.roleId, entityIds: args.entityIds } };
		},
		apply: (em, { tenantId }, args) => setMemberRole(em, { tenantId, ...args }),
		resource: ({ userId }) => ({ kind: "user", id: userId }),
	},
};

const applierOf = <Kind extends ChangeKind>(kind: Kind): Applier<Kind> => appliers[kind];

/** @throws TieoutError NOT_FOUND when what would be changed is gone */
export const diffOf = (em: ScopedEm, scope: ChangeScope, { kind, args }: Change): Promise<ChangeDiff> =>
	applierOf(kind).diff(em, scope, args);

export const applyChange = (em: ScopedEm, scope: ChangeScope, { kind, args }: Change): Promise<void> =>
	applierOf(kind).apply(em, scope, args);

export const resourceOf = ({ kind, args }: Change): { readonly kind: string; readonly id: string } => applierOf(kind).resource(args);
