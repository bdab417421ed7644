// Temporal's test server that skips time, as a program: fetched with Maven and run with Java, once per user. With it a test waits
// thirty days in a second.
import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "./go-tool.ts";

const run = promisify(execFile);
const version = "1.38.0";

export const TIME_SKIPPING_NEEDS = "Java 17 or newer and Maven, for Temporal's time-skipping test server";

/** @returns the program's path; null where it can't be had */
export async function findTimeSkippingServer(): Promise<string | null> {
	const folder = join(cacheFolder(), `temporal-test-server-${version}`);
	const program = join(folder, "server");
	if (existsSync(program)) return program;
	const draft = `${folder}.${process.pid}`;
	mkdirSync(draft, { recursive: true });
	try {
		await run("java", ["-version"]);
		writeFileSync(join(draft, "pom.xml"), pom);
		await run("mvn", ["-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib"], { cwd: draft, timeout: 300_000 });
		writeFileSync(join(draft, "server"), `#!/bin/sh\nexec java -cp "$(dirname "$0")/lib/*" io.temporal.testserver.TestServer "$@"\n`);
		chmodSync(join(draft, "server"), 0o755);
		rmSync(folder, { recursive: true, force: true });
		renameSync(draft, folder);
		return program;
	} catch {
		rmSync(draft, { recursive: true, force: true });
		return null;
	}
}

const pom = `<project>
	<modelVersion>4.0.0</modelVersion>
	<groupId>tieout</groupId>
	<artifactId>time-skipping-server</artifactId>
	<version>1</version>
	<dependencies>
		<dependency><groupId>io.temporal</groupId><artifactId>temporal-test-server</artifactId><version>${version}</version></dependency>
	</dependencies>
</project>
`;
