// What a kind of job is called, and what its activities are called, for people.

const kindWords: Readonly<Record<string, string>> = {
	sync: "Sync",
	import: "Import",
	test: "Test connection",
	reconcile: "Reconcile payouts",
	archive: "Archive a run",
	replay: "Replay",
	bulk_replay: "Replay a set",
	reprocess: "Process stored pages",
	inspect: "Read a file",
	export: "Export",
	webhook: "Deliver webhooks",
	hook: "Read what a vendor told of",
	retention: "Apply retention policies",
	rotate_keys: "Rotate keys",
	audit_export: "Export the audit trail",
	export_tenant: "Export the whole company",
	erase_tenant: "Erase the company",
	onboard_tenant: "Set up the company",
	change: "Change to settings",
};

export const kindText = (kind: string): string => kindWords[kind] ?? kind;
export const jobKinds = [
	"sync",
	"import",
	"reconcile",
	"replay",
	"bulk_replay",
	"reprocess",
	"inspect",
	"export",
	"test",
	"webhook",
	"hook",
	"retention",
	"rotate_keys",
	"audit_export",
	"export_tenant",
	"erase_tenant",
	"onboard_tenant",
	"change",
] as const;

/** "readPages" → "Read pages". */
export function activityText(type: string): string {
	const words = type
		.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
		.replaceAll("_", " ")
		.toLowerCase();
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** "balance_transactions" → "balance transactions". */
export const streamText = (stream: string): string => stream.replaceAll("_", " ");
