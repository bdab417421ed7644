// Names of the sync area's procedures.
import { router } from "../trpc.ts";
import { cursorHistory } from "./cursor-history.ts";
import { custody } from "./custody.ts";
import { dismissQuarantine } from "./dismiss-quarantine.ts";
import { decideDrift, drift } from "./drift.ts";
import { listRows, listTotals } from "./explorer-rows.ts";
import { getExport } from "./get-export.ts";
import { getConnection } from "./get-connection.ts";
import { importFile } from "./import-file.ts";
import { listConnections } from "./list-connections.ts";
import { listFiles } from "./list-files.ts";
import { listQuarantine } from "./list-quarantine.ts";
import { previewFile } from "./preview-file.ts";
import { quarantineRows } from "./quarantine-rows.ts";
import { quarantinedRecord } from "./quarantined-record.ts";
import { replaceCredentials } from "./replace-credentials.ts";
import { retryQuarantine } from "./retry-quarantine.ts";
import { removeHookSecret } from "./remove-hook-secret.ts";
import { rewindPreview } from "./rewind-preview.ts";
import { rewind } from "./rewind.ts";
import { saveMapping } from "./save-mapping.ts";
import { searchIds } from "./search.ts";
import { setHookSecret } from "./set-hook-secret.ts";
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
	replaceCredentials,
	setHookSecret,
	removeHookSecret,
	cursorHistory,
	rewindPreview,
	rewind,
	drift,
	decideDrift,
});
export const quarantineRouter = router({
	list: quarantineRows,
	get: quarantinedRecord,
	retry: retryQuarantine,
	dismiss: dismissQuarantine,
});
export const filesRouter = router({ list: listFiles, preview: previewFile, saveMapping, import: importFile });
export const explorerRouter = router({
	rows: listRows,
	totals: listTotals,
	custody,
	record: sourceRecord,
	page: storedPage,
	search: searchIds,
});
export const exportsRouter = router({ get: getExport });
