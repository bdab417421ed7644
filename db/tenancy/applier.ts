// How a kind of change is looked at and made.
import type { ChangeArgs, ChangeDiff, ChangeKind } from "../../domain/tenancy/change.ts";
import type { ScopedEm } from "../tenant-scope.ts";

export interface ChangeScope {
	readonly tenantId: string;
	/** Who answers for it: the person who makes it, or who approved it. What they may not give, they can't approve either. */
	readonly userId: string;
}

export interface Applier<Kind extends ChangeKind> {
	/** What stands and what would stand. @throws TieoutError NOT_FOUND */
	readonly diff: (em: ScopedEm, scope: Pick<ChangeScope, "tenantId">, args: ChangeArgs[Kind]) => Promise<ChangeDiff>;
	readonly apply: (em: ScopedEm, scope: ChangeScope, args: ChangeArgs[Kind]) => Promise<void>;
	/** What the audit trail names as changed. */
	readonly resource: (args: ChangeArgs[Kind]) => { readonly kind: string; readonly id: string };
}
