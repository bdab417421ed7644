// What was done to an export after it was sealed is found, each kind by its name and its number (domain/tenancy/audit/SPEC.md).
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { eventText } from "../../domain/tenancy/audit/audit-event.ts";
import { checkpointText, fingerprintOf } from "../../domain/tenancy/audit/checkpoint.ts";
import type { VerificationReport } from "../../domain/tenancy/audit/findings.ts";
import { eventOf, hash, lineOf, signed, signerOf, type Trail, trailOf, verified } from "./audit-world.ts";

const trail = trailOf();
const kinds = (report: VerificationReport) => report.findings.map(({ kind, seq, to }) => [kind, seq, to]);
const without = (lines: readonly string[], at: number): string[] => lines.toSpliced(at, 1);

/** The event of that line with other content, and its hash either as sealed or made to fit. */
function altered({ lines, tenantId }: Trail, seq: number, hashFits: boolean): string[] {
	const at = lineOf(lines, seq);
	const { event, personal } = eventOf(tenantId, seq, { reason: "another one" });
	const line = JSON.parse(lines[at] ?? "") as Record<string, unknown>;
	const other = {
		...line,
		...(hashFits ? { hash: hash(eventText(event)) } : {}),
		event: JSON.parse(eventText(event)) as unknown,
		personal,
	};
	return lines.with(at, JSON.stringify(other));
}

describe("an export as it was sealed", () => {
	test("is whole, and proven to the checkpoint's count", () => {
		expect(verified(trail.lines, trail.checkpoint)).toMatchObject({
			whole: true,
			findings: [],
			first: 1,
			last: 12,
			events: 12,
			provenTo: 12,
			unproven: 0,
			personalKept: 12,
		});
	});

	test("is whole against an older checkpoint, and what lies behind it is counted as not proven by it", () => {
		const report = verified(
			trail.lines.filter((line) => !line.includes('"checkpoint"')),
			trail.checkpoints[1] ?? trail.checkpoint,
		);
		expect(report).toMatchObject({ whole: true, provenTo: 8, unproven: 4 });
	});

	test("stays whole when personal values are erased (A2, V4)", () => {
		const erased = trail.lines.map((line) => line.replace(/"personal":\{"actor\.name":\{"salt"[^}]*\}\}/, '"personal":{}'));
		expect(erased.join("\n")).not.toContain("Person 3");
		expect(verified(erased, trail.checkpoint)).toMatchObject({ whole: true, personalKept: 0, personalErased: 12 });
	});
});

describe("what is found", () => {
	test("an altered event, by its number (V3)", () => {
		expect(kinds(verified(altered(trail, 6, false), trail.checkpoint))).toEqual([["altered", 6, null]]);
	});

	test("an altered event whose hash was made to fit, by the two places between which it lies (V7)", () => {
		const report = verified(altered(trail, 6, true), trail.checkpoint);
		expect(kinds(report)).toEqual([["chain_broken", 5, 6]]);
		expect(report.whole).toBe(false);
	});

	test("an altered event with every hash, head and unsigned anchor behind it made to fit", () => {
		const forged = trailOf({ event: (n) => (n === 6 ? { reason: "another one" } : {}), signer: signerOf("theirs") });
		const fitted = forged.lines.filter((line) => !line.includes('"checkpoint"'));
		expect(kinds(verified(fitted, trail.checkpoint))).toEqual([["chain_broken", 11, 12]]);
		// With the signed checkpoints left in the file, between two of them.
		const mixed = forged.lines.map((line, at) => (line.includes('"checkpoint"') ? (trail.lines[at] ?? "") : line));
		expect(kinds(verified(mixed, trail.checkpoint))[0]).toEqual(["chain_broken", 7, 8]);
	});

	test("an altered time, actor, action, value, correlation or commitment", () => {
		const at = lineOf(trail.lines, 5);
		const line = trail.lines[at] ?? "";
		for (const [from, to] of [
			["12:00:05", "12:00:06"],
			['"kind":"person"', '"kind":"system"'],
			["connections.rename", "connections.remove"],
			["new 5", "new 6"],
			["c-5", "c-6"],
			['"count":5', '"count":5.5'],
		] as const) {
			expect(line).toContain(from);
			expect(kinds(verified(trail.lines.with(at, line.replace(from, to)), trail.checkpoint)), from).toEqual([["altered", 5, null]]);
		}
	});

	test("an altered personal value (V4), and one that was put beside the event", () => {
		const at = lineOf(trail.lines, 5);
		const other = (trail.lines[at] ?? "").replace("Person 5", "Person 6");
		expect(kinds(verified(trail.lines.with(at, other), trail.checkpoint))).toEqual([["personal_altered", 5, null]]);
		const more = (trail.lines[at] ?? "").replace(
			'"personal":{"actor.name":{',
			'"personal":{"email":{"salt":"00","value":"x"},"actor.name":{',
		);
		expect(kinds(verified(trail.lines.with(at, more), trail.checkpoint))).toEqual([["personal_altered", 5, null]]);
	});

	test("a removed event, by its number (V5)", () => {
		expect(kinds(verified(without(trail.lines, lineOf(trail.lines, 7)), trail.checkpoint))).toEqual([["removed", 7, 7]]);
	});

	test("a removed event with the numbers behind it closed up", () => {
		const closed = without(trail.lines, lineOf(trail.lines, 7)).map((line) =>
			line.replace(/^\{"seq":(\d+),/, (all, seq: string) => (Number(seq) > 7 ? `{"seq":${Number(seq) - 1},` : all)),
		);
		const report = verified(closed, trail.checkpoint);
		expect(report.whole).toBe(false);
		expect(report.findings.map(({ kind }) => kind)).toContain("cut_off");
		const bare = closed.filter((line) => line.startsWith('{"seq"') || line.startsWith('{"at"'));
		expect(verified(bare, trail.checkpoint).whole).toBe(false);
	});

	test("an inserted event under a number that is taken (V5), and one that moves the numbers on", () => {
		const at = lineOf(trail.lines, 6);
		expect(kinds(verified(trail.lines.toSpliced(at, 0, trail.lines[at - 1] ?? ""), trail.checkpoint))).toEqual([["inserted", 5, null]]);
		const moved = trail.lines.map((line) =>
			line.replace(/^\{"seq":(\d+),/, (all, seq: string) => (Number(seq) > 5 ? `{"seq":${Number(seq) + 1},` : all)),
		);
		const inserted = moved.toSpliced(at, 0, (trail.lines[at - 1] ?? "").replace('{"seq":5,', '{"seq":6,'));
		expect(verified(inserted, trail.checkpoint).whole).toBe(false);
		const bare = inserted.filter((line) => line.startsWith('{"seq"') || line.startsWith('{"at"'));
		expect(kinds(verified(bare, trail.checkpoint))).toEqual([["chain_broken", 1, 12]]);
	});

	test("two events in each other's place (V5), also with their numbers exchanged", () => {
		const [at, next] = [lineOf(trail.lines, 9), lineOf(trail.lines, 10)];
		const swapped = trail.lines.with(at, trail.lines[next] ?? "").with(next, trail.lines[at] ?? "");
		expect(kinds(verified(swapped, trail.checkpoint))[0]).toEqual(["reordered", 9, null]);
		const renumbered = swapped
			.with(at, (swapped[at] ?? "").replace('"seq":10', '"seq":9'))
			.with(next, (swapped[next] ?? "").replace('"seq":9', '"seq":10'));
		expect(kinds(verified(renumbered, trail.checkpoint))).toEqual([["chain_broken", 9, 10]]);
	});

	test("a file that was cut off (V8), with what is missing", () => {
		const cut = trail.lines.slice(0, lineOf(trail.lines, 11));
		expect(kinds(verified(cut, trail.checkpoint))).toEqual([["cut_off", 11, 12]]);
		// Also where it was cut cleanly, behind a signed checkpoint of its own.
		expect(kinds(verified(trail.lines.slice(0, lineOf(trail.lines, 9)), trail.checkpoint))).toEqual([["cut_off", 9, 12]]);
		expect(verified([], trail.checkpoint).findings.map(({ kind }) => kind)).toEqual(["unreadable"]);
	});

	test("a beginning that was cut off", () => {
		const cut = trail.lines.toSpliced(lineOf(trail.lines, 1), 1);
		expect(kinds(verified(cut, trail.checkpoint))).toEqual([["removed", 1, 1]]);
	});

	test("content that was taken away, unless archived events are expected", () => {
		const at = lineOf(trail.lines, 4);
		const withheld = trail.lines.with(at, `${(trail.lines[at] ?? "").split(',"event"')[0]}}`);
		expect(kinds(verified(withheld, trail.checkpoint))).toEqual([["withheld", 4, null]]);
		expect(verified(withheld, trail.checkpoint, { allowWithheld: true })).toMatchObject({ whole: true, withheld: 1, events: 11 });
	});

	test("a line with a field that the format doesn't know, and one that is no JSON", () => {
		const at = lineOf(trail.lines, 4);
		const more = (trail.lines[at] ?? "").replace('"event":{', '"event":{"note":"x",');
		expect(verified(trail.lines.with(at, more), trail.checkpoint).findings[0]).toMatchObject({ kind: "unreadable" });
		expect(verified(trail.lines.with(at, "{"), trail.checkpoint).whole).toBe(false);
	});

	test("another company's export (V2), and another company's event inside it", () => {
		const birch = trailOf({ tenant: "birch" });
		expect(kinds(verified(birch.lines, trail.checkpoint))[0]).toEqual(["other_tenant", null, null]);
		const at = lineOf(trail.lines, 3);
		const mixed = trail.lines.with(at, birch.lines[lineOf(birch.lines, 3)] ?? "");
		expect(kinds(verified(mixed, trail.checkpoint))).toContainEqual(["other_tenant", 3, null]);
	});
});

describe("a forged checkpoint", () => {
	const forger = signerOf("theirs");
	const forgery = trailOf({ event: (n) => (n === 6 ? { reason: "another one" } : {}), signer: forger });

	test("whose words were changed doesn't fit its signature (V1)", () => {
		for (const change of [{ count: 11 }, { head: "0".repeat(64) }, { at: "2026-11-10T00:00:00.000000Z" }, { no: 4 }, { previous: null }]) {
			const report = verified(trail.lines, { ...trail.checkpoint, ...change });
			expect(report.findings[0]?.kind, JSON.stringify(change)).toBe("forged_checkpoint");
		}
	});

	test("that another key signed fits a forged export, and is found by the signer's name", () => {
		const ours = signerOf("ours").publicKey;
		expect(verified(forgery.lines, forgery.checkpoint).whole).toBe(true);
		const report = verified(forgery.lines, forgery.checkpoint, { publicKey: ours });
		expect(report).toMatchObject({ whole: false, provenTo: null });
		expect(report.findings.map(({ kind }) => kind)).toEqual(["forged_checkpoint"]);
	});

	test("inside the export proves nothing beyond the one that was kept", () => {
		const [first] = trail.checkpoints;
		const chain = { count: forgery.checkpoint.count, head: forgery.checkpoint.head };
		const longer = forgery.lines
			.filter((line) => !line.includes('"checkpoint"'))
			.concat(`{"checkpoint":${checkpointText(signed(forger, trail.tenantId, chain, forgery.checkpoint))}}`);
		const report = verified(longer, first ?? trail.checkpoint);
		expect(report).toMatchObject({ whole: true, provenTo: 4, unproven: 8 });
	});
});

test("any single byte that is changed in an event's line is found", () => {
	const bytes = fc.record({ seq: fc.integer({ min: 1, max: 12 }), where: fc.nat(), put: fc.constantFrom("0", "a", "}", "é", " ", '"') });
	fc.assert(
		fc.property(bytes, ({ seq, where, put }) => {
			const at = lineOf(trail.lines, seq);
			const line = trail.lines[at] ?? "";
			const spot = where % line.length;
			const changed = line.slice(0, spot) + put + line.slice(spot + 1);
			if (changed === line) return;
			expect(verified(trail.lines.with(at, changed), trail.checkpoint).whole, changed).toBe(false);
		}),
		{ numRuns: 400 },
	);
});

describe("tieout verify audit", () => {
	const folder = mkdtempSync(join(tmpdir(), "tieout-verify-"));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	const write = (name: string, text: string): string => {
		writeFileSync(join(folder, name), text);
		return join(folder, name);
	};
	const checkpoint = write("checkpoint.json", checkpointText(trail.checkpoint));
	const run = (...args: string[]) => {
		const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, "../../cli/tieout.ts"), ...args], {
			encoding: "utf8",
		});
		return { status, said: stdout + stderr };
	};

	test("says that a whole export is whole, and who signed", () => {
		const { status, said } = run("verify", "audit", write("whole.ndjson", trail.lines.join("\n")), "--checkpoint", checkpoint);
		expect(said).toContain("Whole: events 1 to 12");
		expect(said).toContain(fingerprintOf(hash, trail.checkpoint.publicKey));
		expect(status).toBe(0);
	});

	test("names the event of a tampered export, and ends with 1", () => {
		const file = write("altered.ndjson", altered(trail, 6, false).join("\n"));
		const { status, said } = run("verify", "audit", file, "--checkpoint", checkpoint);
		expect(said).toContain("altered: Event 6 is not what was sealed");
		expect(status).toBe(1);
	});

	test("refuses a checkpoint of another signer when the signer is named", () => {
		const file = write("good.ndjson", trail.lines.join("\n"));
		const own = fingerprintOf(hash, trail.checkpoint.publicKey);
		expect(run("verify", "audit", file, "--checkpoint", checkpoint, "--key", own).status).toBe(0);
		const other = run(
			"verify",
			"audit",
			file,
			"--checkpoint",
			checkpoint,
			"--key",
			own.replace(/^./, (c) => (c === "0" ? "1" : "0")),
		);
		expect(other.said).toContain("signed by another key");
		expect(other.status).toBe(1);
	});

	test("ends with 2 and says what is missing when there is nothing to check", () => {
		expect(run("verify", "audit", join(folder, "nowhere"), "--checkpoint", checkpoint).status).toBe(2);
		expect(run("verify", "audit", "x").said).toContain("usage: tieout verify audit");
		expect(run("verify", "audit", "x", "--checkpoint", write("not.json", "{}")).said).toContain("is no checkpoint");
	});
});
