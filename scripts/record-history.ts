// Records the histories of test/replay again, from the flow tests: `node scripts/record-history.ts [kind…]`. Only for a change
// of a workflow that worker versioning carries; a history that no longer replays is otherwise a bug in the change.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Which test brings a job of that kind to a good end. */
const flows = {
	archive: ["test/jobs/archive-now.flow.test.ts"],
	sync: ["test/sync/sync.flow.test.ts", "-t", "brings every row once"],
	reconcile: ["test/reconciliation/reconcile.flow.test.ts"],
	inspect: ["test/files/uploads.flow.test.ts", "-t", "oct.sta is recognised"],
	rotate_keys: ["test/keys/unfinished-rotation.flow.test.ts"],
	replay: ["test/jobs/replay.flow.test.ts", "-t", "reads a quarantined record"],
	reprocess: ["test/jobs/replay.flow.test.ts", "-t", "reads a quarantined record"],
	export: ["test/jobs/export-rows.flow.test.ts"],
	audit_export: ["test/tenancy/audit-export.flow.test.ts", "-t", "an export holds"],
	export_tenant: ["test/tenancy/lifecycle.flow.test.ts", "-t", "an export has"],
	// Taken back: one that ended well has no history.
	erase_tenant: ["test/tenancy/lifecycle.flow.test.ts", "-t", "taken back"],
	erase_company: ["test/tenancy/lifecycle.flow.test.ts", "-t", "an erased company"],
	onboard_tenant: ["test/tenancy/onboarding.flow.test.ts"],
	webhook: ["test/tenancy/webhooks.flow.test.ts", "-t", "is one job with what it did"],
	hook: ["test/sync/hooks.flow.test.ts", "-t", "from the sandbox"],
	change: ["test/tenancy/approve-change.flow.test.ts"],
	retention: ["test/tenancy/policies.flow.test.ts"],
	send_mail: ["test/tenancy/people.flow.test.ts"],
	rotate_signing_key: ["test/tenancy/platform-runs.time.test.ts"],
	event_dispatcher: ["test/tenancy/events.flow.test.ts", "-t", "hands on by itself"],
	audit_sealer: ["test/tenancy/platform-runs.time.test.ts"],
	audit_keeper: ["test/tenancy/platform-runs.time.test.ts"],
	policy_keeper: ["test/tenancy/platform-runs.time.test.ts"],
	identity_keeper: ["test/tenancy/platform-runs.time.test.ts"],
	bulk_replay: ["test/jobs/replay.flow.test.ts", "-t", "a set is replayed as one run"],
} as const;
type Kind = keyof typeof flows;

const root = join(import.meta.dirname, "..");
const asked = process.argv.slice(2);
const kinds = asked.length === 0 ? (Object.keys(flows) as Kind[]) : asked.map(kindOf);

function kindOf(text: string): Kind {
	if (text in flows) return text as Kind;
	process.stderr.write(`There is no flow for "${text}": ${Object.keys(flows).join(", ")}.\n`);
	process.exit(2);
}

// Kinds that one test brings to an end are kept from one run of it.
for (const [flow, together] of Map.groupBy(kinds, (kind) => flows[kind].join(" "))) {
	const { status } = spawnSync(
		process.execPath,
		[join(root, "node_modules/vitest/vitest.mjs"), "run", ...flows[together[0] ?? kindOf(flow)]],
		{
			cwd: root,
			stdio: "inherit",
			env: { ...process.env, TIEOUT_RECORD_KIND: together.join(",") },
		},
	);
	if (status !== 0) process.exit(status ?? 1);
	for (const kind of together) process.stdout.write(`recorded test/replay/histories/${kind}.json\n`);
}
