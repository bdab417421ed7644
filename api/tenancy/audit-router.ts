// Names of the audit trail's procedures.
import { router } from "../trpc.ts";
import { listCheckpoints } from "./audit-checkpoints.ts";
import { exportAuditTrail } from "./audit-export.ts";
import { getAuditEvent } from "./audit-get.ts";
import { auditFilters, listAuditEvents } from "./audit-list.ts";

export const auditRouter = router({
	list: listAuditEvents,
	filters: auditFilters,
	get: getAuditEvent,
	checkpoints: listCheckpoints,
	export: exportAuditTrail,
});
