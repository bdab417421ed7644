import { expect, test } from "vitest";
import { completeLock } from "../../scripts/complete-lock.mjs";

test("a platform's binary that npm left out is added as optional, with the platform that its name says", () => {
	const lock = {
		packages: { "": {}, "node_modules/tool": { version: "1.0.0", dev: true, optionalDependencies: { "@tool/linux-arm64-musl": "1.0.0" } } },
	};
	expect(completeLock(lock)).toEqual(["@tool/linux-arm64-musl"]);
	expect(lock.packages).toMatchObject({
		"node_modules/@tool/linux-arm64-musl": { version: "1.0.0", cpu: ["arm64"], os: ["linux"], libc: ["musl"], optional: true, dev: true },
	});
	expect(completeLock(lock)).toEqual([]);
});

test("what resolves in an outer node_modules, and what is asked for by range, is left alone", () => {
	const lock = {
		packages: {
			"": {},
			"node_modules/a": { version: "1.0.0" },
			"node_modules/a/node_modules/b": { version: "2.0.0", optionalDependencies: { c: "3.0.0", d: "^4.0.0" } },
			"node_modules/c": { version: "3.0.0" },
		},
	};
	expect(completeLock(lock)).toEqual([]);
});
