// Which code this process runs, kept with every try and in the worker's identity: the commit, or the package's version.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** "0.1.0+1a2b3c4" in a checkout, "0.1.0" elsewhere. */
export function buildId(): string {
	const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
	const commit = headCommit();
	return commit === null ? version : `${version}+${commit.slice(0, 7)}`;
}

function headCommit(): string | null {
	try {
		const head = readFileSync(join(root, ".git/HEAD"), "utf8").trim();
		const ref = /^ref: (.+)$/.exec(head)?.[1];
		return ref === undefined ? head : readFileSync(join(root, ".git", ref), "utf8").trim();
	} catch {
		return null;
	}
}
