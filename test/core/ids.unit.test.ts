import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { derivedId, isUuid } from "../../domain/core/ids.ts";

const namespace = Buffer.from("6f1d2c0a7b534c1e9a8e2f5b8a4d9c31", "hex");

function byNode(parts: readonly string[]): string {
	const digest = createHash("sha1").update(namespace).update(parts.join("\u001f")).digest().subarray(0, 16);
	digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
	digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
	return digest.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

it("derives the version 5 UUID that a known-good SHA-1 gives, at every length", () => {
	fc.assert(
		fc.property(fc.array(fc.string({ maxLength: 200, unit: "grapheme" }), { minLength: 1, maxLength: 4 }), (parts) => {
			const id = derivedId(...parts);
			expect(id).toBe(byNode(parts));
			expect(isUuid(id)).toBe(true);
		}),
		{ numRuns: 300 },
	);
});
