import type { RouterOutputs } from "../../../../api/app-router.ts";

export type ConnectionRow = RouterOutputs["connections"]["list"]["rows"][number];
export type ConnectionDetail = RouterOutputs["connections"]["get"];
