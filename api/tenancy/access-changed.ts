// Forgets what this process remembers of a company's members once a change has committed; the other processes hear of it by NOTIFY.
import type { RequestContext } from "../context.ts";
import type { TenantWork } from "../with-permission.ts";

export function accessChangedHere({ deps, tenantId, afterCommit }: TenantWork & Pick<RequestContext, "deps">): void {
	afterCommit(async () => deps.access.drop(tenantId));
}
