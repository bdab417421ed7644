// Names of the sync area's procedures.
import { router } from "../trpc.ts";
import { custody } from "./custody.ts";
import { listRows, listTotals } from "./explorer-rows.ts";
import { getConnection } from "./get-connection.ts";
import { importFile } from "./import-file.ts";
import { listConnections } from "./list-connections.ts";
import { listFiles } from "./list-files.ts";
import { listQuarantine } from "./list-quarantine.ts";
import { previewFile } from "./preview-file.ts";
import { saveMapping } from "./save-mapping.ts";
import { sourceRecord } from "./source-record.ts";
import { storedPage } from "./stored-page.ts";
import { syncConnection } from "./sync-connection.ts";
import { testConnection } from "./test-connection.ts";

export const connectionsRouter = router({
	list: listConnections,
	get: getConnection,
	quarantine: listQuarantine,
	sync: syncConnection,
	test: testConnection,
});
export const filesRouter = router({ list: listFiles, preview: previewFile, saveMapping, import: importFile });
export const explorerRouter = router({ rows: listRows, totals: listTotals, custody, record: sourceRecord, page: storedPage });
