// What processes remember of members goes when it changes: whoever writes it says so, in the same file.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const files = globSync("{activities,api,db,platform,workers}/**/*.ts", { cwd: root }).filter(
	(file) => !file.startsWith("db/migrations/") && !file.startsWith("db/seeds/"),
);
const writes = /\b(?:update|insert into|delete from)\s+(?:memberships|membership_entities|roles|session_views)\b/i;
const writesTenant = /\bupdate tenants set (?:plan|status)\b/i;
// What is written there isn't remembered of anybody.
const notRemembered: Readonly<Record<string, string>> = {
	"db/tenancy/session.store.ts": "the e-mail that people are listed by",
};

test("every file that writes members, their entities, roles, tried-on roles, plans or statuses says that access has changed", () => {
	const text = (file: string): string => readFileSync(join(root, file), "utf8");
	const writers = files.filter((file) => writes.test(text(file)) || writesTenant.test(text(file)));
	expect(writers.length).toBeGreaterThan(4);
	expect(writers.filter((file) => !text(file).includes("accessChanged(em") && notRemembered[file] === undefined)).toEqual([]);
	expect(Object.keys(notRemembered).filter((file) => !writers.includes(file))).toEqual([]);
});
