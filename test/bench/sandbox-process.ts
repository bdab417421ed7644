// The vendor sandbox as a process of its own, so that a bench doesn't measure the vendor's work as ours.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { CompanyCredentials } from "../../sandbox/company/credentials.ts";
import type { Sandbox } from "../../sandbox/server.ts";
import { freePort } from "../../scripts/free-port.ts";

/** What connecting to it needs of a sandbox. */
export type SandboxProcess = Pick<Sandbox, "url" | "companies" | "stop">;

export async function startSandboxProcess(company: string, orders: number): Promise<SandboxProcess> {
	const port = await freePort();
	const token = "bench";
	const child = fork(join(import.meta.dirname, "../../sandbox/main.ts"), {
		env: {
			...process.env,
			SANDBOX_PORT: String(port),
			SANDBOX_SEED: "bench",
			SANDBOX_ORDERS: String(orders),
			SANDBOX_COMPANIES: company,
			SANDBOX_CONTROL_TOKEN: token,
			// A limit would measure who waits better.
			SANDBOX_STRIPE_PER_SECOND: "0",
		},
	});
	await once(child, "message");
	const url = `http://127.0.0.1:${port}`;
	const answer = await fetch(`${url}/__control/credentials`, { headers: { "x-control-token": token } });
	const { companies } = (await answer.json()) as { companies: CompanyCredentials[] };
	return {
		url,
		companies,
		stop: async () => {
			child.kill("SIGTERM");
			await once(child, "exit");
		},
	};
}
