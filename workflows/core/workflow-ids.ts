// The names of executions. They deduplicate: one sync per connection, one reconciliation per entity and period at a time.
// Nothing personal in them: ids and periods only.

/** `t/<tenant>/sync/<connection>` */
export const syncId = (tenantId: string, connectionId: string): string => `t/${tenantId}/sync/${connectionId}`;

/** `t/<tenant>/test/<connection>` */
export const connectionTestId = (tenantId: string, connectionId: string): string => `t/${tenantId}/test/${connectionId}`;

/** `t/<tenant>/reconcile/<entity>/<period>`, the period as "2026-10". */
export const reconcileId = (tenantId: string, entityId: string, period: string): string => `t/${tenantId}/reconcile/${entityId}/${period}`;

/** `t/<tenant>/reprocess/<connection>`: one at a time reads a connection's stored pages again. */
export const reprocessId = (tenantId: string, connectionId: string): string => `t/${tenantId}/reprocess/${connectionId}`;

/** `t/<tenant>/replay/<job>`: one replay of a job at a time. */
export const replayId = (tenantId: string, jobId: string): string => `t/${tenantId}/replay/${jobId}`;

/** `t/<tenant>/bulk_replay/<set>`: the set has an id of its own, so several can run. */
export const bulkReplayId = (tenantId: string, setId: string): string => `t/${tenantId}/bulk_replay/${setId}`;

/** `t/<tenant>/archive/<job>`: takes one job's history now instead of in the next round. */
export const archiveId = (tenantId: string, jobId: string): string => `t/${tenantId}/archive/${jobId}`;

/** `t/<tenant>/export/<export>`: every export is a run of its own. */
export const exportId = (tenantId: string, id: string): string => `t/${tenantId}/export/${id}`;

/** `t/<tenant>/inspect/<file>`: a file is looked at once at a time. */
export const inspectFileId = (tenantId: string, fileId: string): string => `t/${tenantId}/inspect/${fileId}`;

/** `t/<tenant>/change/<decision>`: every proposed change is a run of its own. */
export const changeId = (tenantId: string, decisionId: string): string => `t/${tenantId}/change/${decisionId}`;

/** `t/<tenant>/audit_export/<export>`: every export is a run of its own. */
export const auditExportId = (tenantId: string, id: string): string => `t/${tenantId}/audit_export/${id}`;

/** `t/<tenant>/export_tenant/<export>`: every export is a run of its own. */
export const tenantExportId = (tenantId: string, id: string): string => `t/${tenantId}/export_tenant/${id}`;

/** `t/<tenant>/hook/<inbox row>`: what a vendor told of is worked on once. */
export const hookId = (tenantId: string, inboxId: string): string => `t/${tenantId}/hook/${inboxId}`;

export const jobReconcilerId = "p/job-reconciler";
export const identityKeeperId = "p/identity-keeper";
export const auditSealerId = "p/audit-sealer";
export const auditKeeperId = "p/audit-keeper";
export const policyKeeperId = "p/policy-keeper";
export const eventDispatcherId = "p/event-dispatcher";

export interface WorkflowName {
	readonly tenantId: string;
	readonly kind: string;
	readonly businessKey: string;
}

/** The parts of a tenant's workflow id; null for the platform's own (`p/…`). */
export function parseWorkflowId(workflowId: string): WorkflowName | null {
	const parts = /^t\/([^/]+)\/([^/]+)\/(.+)$/.exec(workflowId);
	return parts === null ? null : { tenantId: parts[1] ?? "", kind: parts[2] ?? "", businessKey: parts[3] ?? "" };
}
