// Files that take long, mostly because they wait, begin first: last, they would run alone while the other cores have nothing to do.
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Longest first, but those that kill processes of their own one after the other; one that isn't here is short. */
const long: readonly string[] = [
	"test/faults/faults.flow.test.ts",
	"test/sync/kill.flow.test.ts",
	"test/jobs/replay.flow.test.ts",
	"test/sync/vendor-faults.flow.test.ts",
	"test/sync/cell-to-event.flow.test.ts",
	"test/sync/sync.flow.test.ts",
	"test/jobs/replay-kill.flow.test.ts",
	"test/keys/planted-secrets.flow.test.ts",
	"test/sync/repair.flow.test.ts",
	"test/reconciliation/reconcile.flow.test.ts",
	"test/files/uploads.flow.test.ts",
	"test/contract/recipes.unit.test.ts",
	"test/reconciliation/seeds.unit.test.ts",
	"test/reconciliation/properties.unit.test.ts",
];

const rank = ({ moduleId }: TestSpecification): number => {
	const at = long.findIndex((name) => moduleId.endsWith(name));
	return at === -1 ? long.length : at;
};

export class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		// Projects stay together: they have different servers.
		const projects = [...new Set(sorted.map(({ project }) => project.name))];
		return projects.flatMap((name) => sorted.filter(({ project }) => project.name === name).toSorted((a, b) => rank(a) - rank(b)));
	}
}
