// Freezes what a run may see: per connection and stream the last committed page, in one statement, the moment they were read, and
// the totals that the sources themselves stated last.
import { derivedId } from "../../domain/core/ids.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { instantText } from "../sync/instant-text.ts";
import type { ScopedEm } from "../tenant-scope.ts";

/** A stream as frozen: pages up to `seq` count, later ones don't exist for the run. */
export interface FrozenStream {
	readonly connectionId: string;
	readonly connectionName: string;
	readonly vendor: string;
	readonly stream: string;
	readonly seq: number;
	readonly pages: number;
	/** When the last of its pages was received; null without a page. */
	readonly readAt: string | null;
}

export interface FrozenRun {
	readonly id: string;
	readonly entityId: string;
	readonly timeZone: string;
	readonly periodFrom: string;
	readonly periodTo: string;
	/** The moment as of which the inputs speak: when the last frozen page was received. */
	readonly asOf: string;
	readonly frozenAt: string;
	readonly inputs: readonly FrozenStream[];
	readonly rules: unknown;
	readonly status: string;
	readonly resultHash: string | null;
}

export interface FreezeInput {
	readonly tenantId: string;
	readonly entityId: string;
	readonly jobId: string;
	readonly period: { readonly from: string; readonly to: string };
	readonly rules: object & { readonly version: string };
	readonly engineVersion: string;
	/** As of when, if no page was ever received. */
	readonly now: string;
}

/** The run of a job: one job has one, whatever is tried again. */
export const runIdOf = (jobId: string): string => derivedId("reconciliation-run", jobId);

export async function entityRules(em: ScopedEm, { tenantId, entityId }: { readonly tenantId: string; readonly entityId: string }) {
	const [row] = await em.execute<{ rules: unknown }[]>(`select rules from entities where tenant_id = ?::uuid and id = ?::uuid`, [
		tenantId,
		entityId,
	]);
	if (row === undefined) throw new TieoutError("NOT_FOUND", "This company is no longer there, so it can't be reconciled.");
	return row.rules;
}

/** Writes the run with its inputs; a second call finds the first one's row and changes nothing. */
export async function freezeInputs(em: ScopedEm, input: FreezeInput): Promise<FrozenRun> {
	const { tenantId, entityId, jobId } = input;
	const id = runIdOf(jobId);
	await em.execute(
		`with frozen as (
			select c.id as connection_id, c.name, c.vendor, s.stream, s.seq, count(p.id)::int as pages, max(p.received_at) as read_at
			from connections c
			join streams s on s.tenant_id = c.tenant_id and s.connection_id = c.id
			left join pages p on p.tenant_id = s.tenant_id and p.connection_id = s.connection_id and p.stream = s.stream and p.seq <= s.seq
			where c.tenant_id = ?::uuid and c.entity_id = ?::uuid and s.seq > 0
			group by c.id, c.name, c.vendor, s.stream, s.seq
		), stated as (
			select coalesce(jsonb_agg(t.id order by t.id), '[]'::jsonb) as ids
			from (select c.id, (select t.job_id from control_totals t where t.tenant_id = c.tenant_id and t.connection_id = c.id
					order by t.as_of desc, t.job_id limit 1) as job_id
				from connections c where c.tenant_id = ?::uuid and c.entity_id = ?::uuid) last
			join control_totals t on t.tenant_id = ?::uuid and t.connection_id = last.id and t.job_id = last.job_id
		)
		insert into reconciliation_runs (tenant_id, id, job_id, entity_id, period_from, period_to, as_of, inputs, control_totals, rules, rules_version, engine_version, status)
		select ?::uuid, ?::uuid, ?::uuid, ?::uuid, ?::date, ?::date, coalesce(max(read_at), ?::timestamptz),
			coalesce(jsonb_agg(jsonb_build_object('connectionId', connection_id, 'connectionName', name, 'vendor', vendor, 'stream', stream,
				'seq', seq, 'pages', pages, 'readAt', ${instantText("read_at")}) order by vendor collate "C", connection_id, stream collate "C"), '[]'::jsonb),
			(select ids from stated), ?::jsonb, ?, ?, 'frozen'
		from frozen
		on conflict (tenant_id, id) do nothing`,
		[
			tenantId,
			entityId,
			tenantId,
			entityId,
			tenantId,
			tenantId,
			id,
			jobId,
			entityId,
			input.period.from,
			input.period.to,
			input.now,
			JSON.stringify(input.rules),
			input.rules.version,
			input.engineVersion,
		],
	);
	const run = await frozenRun(em, { tenantId, runId: id });
	if (run === null) throw new TieoutError("NOT_FOUND", "The run that was just frozen is gone. Start the reconciliation again.");
	return run;
}

export interface FreezeAgain {
	readonly tenantId: string;
	readonly jobId: string;
	/** The run whose inputs are computed again. */
	readonly ofRunId: string;
	/** null: the rules it ran with. */
	readonly rules: (object & { readonly version: string }) | null;
	readonly engineVersion: string;
}

/** Writes a run over the frozen inputs of another; nothing that has been committed since is seen. @throws TieoutError NOT_FOUND */
export async function freezeAgain(em: ScopedEm, input: FreezeAgain): Promise<FrozenRun> {
	const { tenantId, jobId, ofRunId, rules } = input;
	const id = runIdOf(jobId);
	await em.execute(
		`insert into reconciliation_runs (tenant_id, id, job_id, entity_id, period_from, period_to, as_of, inputs, inputs_of_run_id,
			control_totals, rules, rules_version, engine_version, status)
		select r.tenant_id, ?::uuid, ?::uuid, r.entity_id, r.period_from, r.period_to, r.as_of, r.inputs, coalesce(r.inputs_of_run_id, r.id),
			r.control_totals, coalesce(?::jsonb, r.rules), coalesce(?, r.rules_version), ?, 'frozen'
		from reconciliation_runs r where r.tenant_id = ?::uuid and r.id = ?::uuid
		on conflict (tenant_id, id) do nothing`,
		[id, jobId, rules === null ? null : JSON.stringify(rules), rules?.version ?? null, input.engineVersion, tenantId, ofRunId],
	);
	const run = await frozenRun(em, { tenantId, runId: id });
	if (run === null) throw new TieoutError("NOT_FOUND", "The frozen inputs of that reconciliation are gone. Freeze them anew.");
	return run;
}

export async function frozenRun(
	em: ScopedEm,
	{ tenantId, runId }: { readonly tenantId: string; readonly runId: string },
): Promise<FrozenRun | null> {
	const rows = await em.execute<FrozenRun[]>(
		`select r.id::text as "id", r.entity_id::text as "entityId", e.time_zone as "timeZone", r.period_from::text as "periodFrom",
			r.period_to::text as "periodTo", ${instantText("r.as_of")} as "asOf", ${instantText("coalesce(o.created_at, r.created_at)")} as "frozenAt",
			r.inputs, r.rules, r.status, r.result_hash as "resultHash"
		from reconciliation_runs r join entities e on e.tenant_id = r.tenant_id and e.id = r.entity_id
		left join reconciliation_runs o on o.tenant_id = r.tenant_id and o.id = r.inputs_of_run_id
		where r.tenant_id = ?::uuid and r.id = ?::uuid`,
		[tenantId, runId],
	);
	return rows[0] ?? null;
}
