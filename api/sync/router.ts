// Names of the sync area's procedures.
import { router } from "../trpc.ts";
import { listRows } from "./explorer-rows.ts";
import { getConnection } from "./get-connection.ts";
import { listConnections } from "./list-connections.ts";

export const connectionsRouter = router({ list: listConnections, get: getConnection });
export const explorerRouter = router({ rows: listRows });
