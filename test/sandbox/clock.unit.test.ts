import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { clockFile } from "../../sandbox/core/clock-file.ts";
import { tenantsOf } from "../../sandbox/company/tenants.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "sandbox-clock-"));
});
afterEach(() => {
	rmSync(folder, { recursive: true });
});

it("stays where it was moved to when the sandbox is started again, with the same rows", () => {
	const before = tenantsOf([{ slug: "larkfield", orders: 400 }], { clock: clockFile(folder) });
	before.advance(3);
	const after = tenantsOf([{ slug: "larkfield", orders: 400 }], { clock: clockFile(folder) });
	expect(after.now()).toBe(before.now());
	expect(after.company("larkfield").ledger).toEqual(before.company("larkfield").ledger);
	after.reset();
	expect(tenantsOf([{ slug: "larkfield", orders: 400 }], { clock: clockFile(folder) }).now()).toBe(after.now());
	expect(after.now()).toBeLessThan(before.now());
});

it("refuses a clock file that holds no time, by name", () => {
	writeFileSync(join(folder, "clock"), "yesterday");
	expect(() => tenantsOf([{ slug: "larkfield", orders: 400 }], { clock: clockFile(folder) })).toThrow(join(folder, "clock"));
});
