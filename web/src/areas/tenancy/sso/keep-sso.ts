// What every change of single sign-on answers: the settings as they are now.
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { queryClient, trpc } from "../../../app/api-client.ts";

export type SsoSettings = RouterOutputs["sso"]["get"];

export const keepSso = (settings: SsoSettings): void => {
	queryClient.setQueryData(trpc.sso.get.queryKey(), settings);
};
