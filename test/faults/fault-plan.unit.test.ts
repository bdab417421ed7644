// The plan of a run: the same for the same seed, every kind in it, and drawn so that each fault can happen.
import { expect, test } from "vitest";
import { suiteQlPageSize } from "../../connectors/netsuite/ledger-lines.ts";
import { startSandbox } from "../../sandbox/server.ts";
import { faultKinds, faultPlan } from "./fault-plan.ts";
import { dataFault, lastingFault, passingFault } from "./vendor-fault.ts";

test("the same seed gives the same faults, another gives others", () => {
	expect(faultPlan("a", 200)).toEqual(faultPlan("a", 200));
	expect(faultPlan("a", 200)).not.toEqual(faultPlan("b", 200));
	expect(faultPlan("a", 60).slice(0, 30)).toEqual(faultPlan("a", 30));
});

test("two hundred faults hold every kind at least six times; fifteen hold fifteen kinds", () => {
	const plan = faultPlan("kinds", 200);
	for (const kind of faultKinds) expect(plan.filter((fault) => fault.kind === kind).length, kind).toBeGreaterThanOrEqual(6);
	expect(new Set(faultPlan("kinds", 15).map(({ kind }) => kind)).size).toBe(15);
});

test("each kind that a vendor makes is exactly one of passing, lasting and data", () => {
	const own = ["killed", "frozen", "restarted", "network", "disk", "hours", "tokens"];
	for (const fault of faultPlan("vendor", 200)) {
		const made = [passingFault(fault), lastingFault(fault, "x"), dataFault(fault)].filter((one) => one !== null);
		expect(made.length, fault.kind).toBe(own.some((word) => fault.kind.includes(word)) ? 0 : 1);
		for (const one of made) expect(one.vendor).toBe(fault.vendor);
	}
});

test("what only NetSuite can do is never planned for Stripe, and a page is repeated only where there are several", () => {
	const onlyNetsuite = new Set(["deleted record", "mass deletion", "ended access tokens"]);
	const plan = faultPlan("vendors", 400);
	expect(plan.filter(({ kind, vendor }) => onlyNetsuite.has(kind) && vendor === "stripe")).toEqual([]);
	expect(plan.filter(({ kind, company }) => kind === "duplicate page" && company === "harbour")).toEqual([]);
});

test("whole companies, which every fault meets, have what each change of data is about, and pages to repeat", async () => {
	const sandbox = await startSandbox({ seed: "whole", orders: 500 });
	try {
		const changes = new Map(
			faultPlan("whole", 200).flatMap((planned) => {
				const fault = dataFault(planned);
				return fault === null
					? []
					: [
							[
								`${fault.vendor} ${planned.company}: ${planned.kind} ${"how" in fault ? fault.how : ""}`,
								{ fault, company: planned.company },
							] as const,
						];
			}),
		);
		expect(changes.size).toBeGreaterThan(8);
		for (const { fault, company } of changes.values()) {
			sandbox.strikeData(fault, company);
			sandbox.reset();
		}
		const { history, ledger } = sandbox.company("larkfield");
		expect(history.entries.length).toBeGreaterThan(200);
		expect(ledger.filter(({ type }) => type !== "CustPymt").flatMap(({ lines }) => lines).length).toBeGreaterThan(suiteQlPageSize);
	} finally {
		await sandbox.stop();
	}
});
