// Every workflow that workers run, by name. The only barrel.
export { archiveJob } from "./jobs/archive-job.ts";
export { exportRows } from "./jobs/export-rows.ts";
export { jobReconciler } from "./jobs/job-reconciler.ts";
export { replayJob } from "./jobs/replay-job.ts";
export { replayJobs } from "./jobs/replay-jobs.ts";
export { inspectFile } from "./sync/inspect-file.ts";
export { reprocessPages } from "./sync/reprocess-pages.ts";
export { syncConnection } from "./sync/sync-connection.ts";
export { testConnection } from "./sync/test-connection.ts";
export { reconcilePeriod } from "./reconciliation/reconcile-period.ts";
export { approveChange } from "./tenancy/approve-change.ts";
export { auditKeeper } from "./tenancy/audit-keeper.ts";
export { auditSealer } from "./tenancy/audit-sealer.ts";
export { exportAudit } from "./tenancy/export-audit.ts";
export { deliverWebhooks } from "./tenancy/deliver-webhooks.ts";
export { eventDispatcher } from "./tenancy/event-dispatcher.ts";
export { rotateKeys } from "./tenancy/rotate-keys.ts";
