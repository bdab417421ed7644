import { queryClient } from "../../app/api-client.ts";

/** After any change of an incident or its set. */
export const refreshIncidents = (): void => void queryClient.invalidateQueries({ queryKey: [["incidents"]] });
