// Completes package-lock.json (and that of tools/) after `npm install`, so that `npm ci` accepts it: a registry that lacks other platforms' binaries
// makes npm leave them out of the lock, and then `npm ci` calls the lock incomplete. It adds what is missing as optional
// entries without integrity; it never changes an entry that npm wrote. Runs on Node 20 without dependencies.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32", "windows"];
const CPUS = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "ppc64le", "riscv64", "s390x", "universal", "wasm32", "x64", "x86_64"];
const EXACT = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

/** Adds missing optional platform packages to a lock; returns their names. Changes the object that it is given. */
export function completeLock(lock) {
	const added = [];
	for (const [path, entry] of Object.entries(lock.packages)) {
		for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
			if (!EXACT.test(version) || resolves(lock.packages, path, name)) continue;
			lock.packages[`node_modules/${name}`] = {
				version,
				...platformOf(name),
				optional: true,
				...(entry.dev ? { dev: true } : {}),
			};
			added.push(name);
		}
	}
	const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, "en"));
	lock.packages = Object.fromEntries(sorted);
	return added;
}

/** The way Node looks a package up: in the nearest node_modules, then in each one above. */
function resolves(packages, path, name) {
	for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("node_modules/") - 1))) {
		if (packages[folder === "" ? `node_modules/${name}` : `${folder}/node_modules/${name}`]) return true;
		if (folder === "") return false;
	}
}

function platformOf(name) {
	const words = name.split("/").at(-1).split(/[-.]/);
	const system = words.find((word) => SYSTEMS.includes(word));
	const cpu = words.find((word) => CPUS.includes(word));
	const libc = words.includes("musl") || words.includes("musleabihf") ? "musl" : system === "linux" && words.includes("gnu") ? "glibc" : undefined;
	return {
		...(cpu ? { cpu: [cpu === "x86_64" ? "x64" : cpu] } : {}),
		...(system ? { os: [system === "windows" ? "win32" : system] } : {}),
		...(libc ? { libc: [libc] } : {}),
	};
}

if (process.argv[1] === import.meta.filename) {
	for (const name of ["package-lock.json", "tools/package-lock.json"]) {
		const path = join(import.meta.dirname, "..", name);
		const text = readFileSync(path, "utf8");
		const indent = /^\{\n(\s+)/.exec(text)?.[1] ?? "\t";
		const lock = JSON.parse(text);
		const added = completeLock(lock);
		if (added.length > 0) writeFileSync(path, `${JSON.stringify(lock, null, indent)}\n`);
		process.stdout.write(`${name}: ${added.length === 0 ? "complete" : `added ${added.length}: ${added.join(", ")}`}\n`);
	}
}
