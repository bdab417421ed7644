// One fault from beginning to end: a job is started, the fault happens to it, it ends, and what Tieout has is compared with what is
// true. Every problem is a sentence; none means that the fault was survived.
import { setTimeout as sleep } from "node:timers/promises";
import { lineNumber } from "../../sandbox/company/edited-ledger.ts";
import { patiently } from "./asker.ts";
import { breakPart, type PartFault } from "./break-parts.ts";
import { compareTruth } from "./compare-truth.ts";
import type { FaultKind, PlannedFault } from "./fault-plan.ts";
import { dataFault, lastingFault, passingFault } from "./vendor-fault.ts";
import type { JobEnd, World } from "./world.ts";

export interface Played {
	readonly fault: PlannedFault;
	readonly problems: readonly string[];
	/** How the job that met the fault ended, and what it said. */
	readonly end: string;
	readonly rows: number;
	/** Codes that tries of that job failed with on the way. */
	readonly codes: readonly string[];
	readonly seconds: number;
	/** What was compared; null when the scene broke before. */
	readonly compared: { readonly connectionId: string; readonly jobId: string } | null;
}

interface Scene {
	readonly world: World;
	readonly fault: PlannedFault;
	readonly problems: string[];
}

interface Outcome {
	readonly connectionId: string;
	/** The job whose totals must tie. */
	readonly last: JobEnd;
	/** The job that met the fault. */
	readonly met: JobEnd;
}

const partFaults: ReadonlySet<FaultKind> = new Set<PartFault>([
	"worker killed",
	"API killed",
	"database killed",
	"worker frozen beyond its heartbeat",
	"Temporal restarted",
	"network cut",
	"disk full",
]);
const isPartFault = (fault: PlannedFault): fault is PlannedFault & { kind: PartFault } => partFaults.has(fault.kind);

const sync = async ({ world, fault }: Scene, connectionId: string): Promise<JobEnd> =>
	world.ended(await world.startSync(fault, connectionId));

function expectGreen({ problems }: Scene, { status, failureCode, failureMessage }: JobEnd): void {
	if (status !== "done") problems.push(`the job ended as ${status}: ${failureCode ?? ""} ${failureMessage ?? ""}`.trim());
}

/** A job that is not green says why in words, or its totals do. */
async function expectReason(scene: Scene, { jobId, status, failureMessage }: JobEnd): Promise<void> {
	if (status === "done" || (failureMessage ?? "") !== "") return;
	const [{ said } = { said: 0 }] = await scene.world.rows<{ said: number }>(
		`select (select count(*) from control_totals where job_id = $1 and verdict <> 'ties')::int
			+ (select count(*) from quarantine q join pages p on p.tenant_id = q.tenant_id and p.id = q.page_id where p.job_id = $1)::int as said`,
		[jobId],
	);
	if (said === 0) scene.problems.push(`the job ended as ${status} without saying why`);
}

interface Started {
	readonly connectionId: string;
	readonly jobId: string;
}

/** A job that still runs at the drawn moment. One that is over meets no fault: then another is started, and caught earlier. */
async function runningJob({ world, fault }: Scene): Promise<Started> {
	for (let momentMs = fault.momentMs; ; momentMs = Math.floor(momentMs / 2)) {
		const connectionId = await world.connect(fault);
		const jobId = await world.startSync(fault, connectionId);
		await sleep(momentMs);
		if (momentMs === 0 || (await world.isOpen(jobId))) return { connectionId, jobId };
	}
}

/** The API is killed about when it is asked to start the job: it is asked again, and the second start joins what the first began. */
async function askedWhileKilled({ world, fault }: Scene, broken: () => Promise<void>): Promise<Started> {
	const connectionId = await world.connect(fault);
	const [jobId] = await Promise.all([world.startSync(fault, connectionId), sleep(fault.momentMs % 60).then(broken)]);
	return { connectionId, jobId };
}

async function duringPart(scene: Scene, fault: PlannedFault & { kind: PartFault }): Promise<Outcome> {
	const { world } = scene;
	const broken = (): Promise<void> => breakPart(world.stack, fault);
	const atStart = fault.kind === "API killed" && fault.variant % 2 === 0;
	const { connectionId, jobId } = atStart ? await askedWhileKilled(scene, broken) : await runningJob(scene);
	if (!atStart) await broken();
	const met = await world.ended(jobId);
	expectGreen(scene, met);
	return { connectionId, met, last: met };
}

async function duringPassing(scene: Scene): Promise<Outcome> {
	const { world, fault } = scene;
	const given = passingFault(fault);
	if (given === null) throw new Error(`${fault.kind} does not pass by itself`);
	const connectionId = await world.connect(fault);
	world.stack.sandbox.addFault(given);
	const met = await sync(scene, connectionId);
	expectGreen(scene, met);
	if (world.stack.sandbox.activeFaults().length > 0) scene.problems.push("no request of the job met the fault");
	return { connectionId, met, last: met };
}

/** Hours are too long to wait for: the job must say that it waits, a person stops it, and the next one reads the rest. */
async function duringHours(scene: Scene): Promise<Outcome> {
	const { world, fault } = scene;
	const connectionId = await world.connect(fault);
	const path = fault.vendor === "stripe" ? "balance_transactions" : "suiteql";
	const retryAfterSeconds = 3_600 * (1 + fault.variant);
	world.stack.sandbox.addFault({ kind: "rate_limit", vendor: fault.vendor, times: 1, skip: fault.skip % 2, path, retryAfterSeconds });
	const jobId = await world.startSync(fault, connectionId);
	for (const until = Date.now() + 90_000; ; await sleep(200)) {
		const [{ said } = { said: 0 }] = await world.rows<{ said: number }>(
			"select count(*)::int as said from attempts where job_id = $1 and failure_code = 'VENDOR_RATE_LIMITED'",
			[jobId],
		);
		if (said > 0) break;
		if (Date.now() > until) throw new Error("after 90 s no try of the job said that the vendor asked it to wait");
	}
	// Other streams may go on: the vendor has said nothing about them.
	const asked = (): number =>
		world.stack.sandbox.requests().filter(({ target }) => target.includes(path) && !target.includes("payout=")).length;
	const before = asked();
	await sleep(1_500);
	if (asked() > before) scene.problems.push("the vendor was asked again before its time");
	await world.api(fault).jobs.cancel.mutate({ jobId });
	const met = await world.ended(jobId);
	if (met.status !== "stopped") scene.problems.push(`the job that a person stopped ended as ${met.status}`);
	const last = await sync(scene, connectionId);
	expectGreen(scene, last);
	return { connectionId, met, last };
}

function someRecord({ world, fault }: Scene): string {
	const { history, ledger } = world.stack.sandbox.company(fault.company);
	if (fault.vendor === "stripe") return history.charges[Math.floor(history.charges.length / 2)]?.entry.id ?? "";
	const deposit = ledger.filter(({ role }) => role === "deposit")[10];
	return `${deposit?.id}:${deposit?.lines[1] === undefined ? 0 : lineNumber(deposit.lines[1], 1)}`;
}

/** Puts every stream back to its beginning, as a person does who repairs what a fault has left out. */
async function rewindAll({ world, fault }: Scene, id: string): Promise<void> {
	const api = world.api(fault);
	const streams = await world.rows<{ stream: string }>("select stream from streams where connection_id = $1 and moves > 0", [id]);
	for (const { stream } of streams) {
		const { movesSeen } = await api.connections.rewindPreview.query({ id, stream, no: 0 });
		await api.connections.rewind.mutate({ id, stream, no: 0, movesSeen, reason: "read again after a fault" });
	}
}

async function duringLasting(scene: Scene): Promise<Outcome> {
	const { world, fault } = scene;
	const connectionId = await world.connect(fault);
	const given = lastingFault(fault, someRecord(scene));
	if (given === null) throw new Error(`${fault.kind} does not hold until it is cleared`);
	world.stack.sandbox.addFault(given);
	const met = await sync(scene, connectionId);
	await expectReason(scene, met);
	if (fault.kind === "unreadable record" && met.status === "done") scene.problems.push("a record that can't be read was not told");
	if (fault.kind === "revoked credentials" && met.status === "done") scene.problems.push("the job was green without access");
	world.stack.sandbox.clearFaults();
	if (met.status === "check") await rewindAll(scene, connectionId);
	const last = await sync(scene, connectionId);
	expectGreen(scene, last);
	return { connectionId, met, last };
}

async function duringTokens(scene: Scene): Promise<Outcome> {
	const { world, fault } = scene;
	const connectionId = await world.connect(fault);
	const jobId = await world.startSync(fault, connectionId);
	for (let round = 0; round < 3; round++) {
		await sleep(fault.momentMs / 3);
		world.stack.sandbox.revokeNetSuiteTokens();
	}
	const met = await world.ended(jobId);
	expectGreen(scene, met);
	return { connectionId, met, last: met };
}

async function approve({ world, fault, problems }: Scene, { jobId, waiting }: JobEnd): Promise<JobEnd> {
	if ((waiting ?? "") === "") problems.push("the job waits for a person without saying what for");
	const [decision] = await world.rows<{ id: string; sha256: string }>(
		"select id, sha256 from decisions where job_id = $1 and status = 'open'",
		[jobId],
	);
	if (decision === undefined) throw new Error("the job waits and no decision is open");
	const answer = { jobId, decisionId: decision.id, sha256: decision.sha256, verdict: "approve", comment: "" } as const;
	await patiently(() => world.api(fault).jobs.decide.mutate(answer));
	for (;;) {
		const end = await world.ended(jobId);
		if (end.status !== "waiting") return end;
		await sleep(100);
	}
}

async function duringData(scene: Scene): Promise<Outcome> {
	const { world, fault } = scene;
	const given = dataFault(fault);
	if (given === null) throw new Error(`${fault.kind} changes no data`);
	const connectionId = await world.connect(fault);
	expectGreen(scene, await sync(scene, connectionId));
	world.stack.sandbox.strikeData(given, fault.company);
	let met = await sync(scene, connectionId);
	if (fault.kind === "mass deletion" && met.status !== "waiting")
		scene.problems.push(`nobody was asked before a mass deletion (${met.status})`);
	if (met.status === "waiting") met = await approve(scene, met);
	expectGreen(scene, met);
	return { connectionId, met, last: met };
}

function outcomeOf(scene: Scene): Promise<Outcome> {
	const { fault } = scene;
	if (isPartFault(fault)) return duringPart(scene, fault);
	if (fault.kind === "rate limit, hours") return duringHours(scene);
	if (fault.kind === "ended access tokens") return duringTokens(scene);
	if (passingFault(fault) !== null) return duringPassing(scene);
	if (dataFault(fault) !== null) return duringData(scene);
	return duringLasting(scene);
}

const told = ({ status, failureMessage, waiting }: JobEnd): string => [status, failureMessage ?? waiting ?? ""].filter(Boolean).join(": ");

async function codesOf(world: World, jobId: string): Promise<string[]> {
	const found = await world.rows<{ code: string }>(
		"select distinct coalesce(failure_code, outcome) as code from attempts where job_id = $1 and outcome not in ('ok', 'running') order by 1",
		[jobId],
	);
	return found.map(({ code }) => code);
}

/** Never throws: what breaks the scene itself is a problem of it. */
export async function playFault(world: World, fault: PlannedFault): Promise<Played> {
	const started = performance.now();
	const problems: string[] = [];
	const scene: Scene = { world, fault, problems };
	let end = "";
	let rows = 0;
	let codes: readonly string[] = [];
	let of: Played["compared"] = null;
	try {
		const { connectionId, met, last } = await outcomeOf(scene);
		end = told(met);
		of = { connectionId, jobId: last.jobId };
		const compared = await compareTruth(world.stack.sandbox, world.rows, { ...fault, ...of });
		rows = compared.rows;
		codes = await codesOf(world, met.jobId);
		problems.push(...compared.problems);
	} catch (error) {
		problems.push(error instanceof Error ? error.message : String(error));
	} finally {
		// The next fault meets the companies whole: what this one changed is taken back, what it left active ends.
		world.stack.sandbox.reset();
		world.stack.proxy.mend();
	}
	return { fault, problems, end, rows, codes, seconds: (performance.now() - started) / 1000, compared: of };
}
