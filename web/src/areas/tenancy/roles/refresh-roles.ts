// After a role was saved, published or dropped: whatever shows roles or depends on them is read again.
import { queryClient } from "../../../app/api-client.ts";

export const refreshRoles = (): Promise<unknown> =>
	Promise.all([["roles"], ["users"], ["auth"]].map((path) => queryClient.invalidateQueries({ queryKey: [path] })));
