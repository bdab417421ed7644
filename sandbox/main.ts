// The sandbox as a process of its own: started by the supervisor with IPC, or by hand. Reads its environment here and nowhere else.
//   SANDBOX_PORT (else TIEOUT_PORT + 4) · SANDBOX_HOST (else loopback) · SANDBOX_SEED · SANDBOX_ORDERS · SANDBOX_COMPANIES (comma list) · SANDBOX_CONTROL_TOKEN
//   SANDBOX_MAIL_PORT (else TIEOUT_PORT + 6)
//   SANDBOX_STRIPE_PER_SECOND (0: no limit; else 100)
//   SANDBOX_DIR, where the clock and what data faults changed are kept over restarts
import { clockFile } from "./core/clock-file.ts";
import { editsFile } from "./core/edits-file.ts";
import { startSandbox } from "./server.ts";

const env = process.env;
const sandbox = await startSandbox({
	port: Number(env.SANDBOX_PORT ?? Number(env.TIEOUT_PORT ?? 4_700) + 4),
	...(env.SANDBOX_HOST === undefined ? {} : { host: env.SANDBOX_HOST }),
	mailPort: Number(env.SANDBOX_MAIL_PORT ?? Number(env.TIEOUT_PORT ?? 4_700) + 6),
	controlToken: env.SANDBOX_CONTROL_TOKEN ?? null,
	stripeRequestsPerSecond: Number(env.SANDBOX_STRIPE_PER_SECOND ?? 100),
	netsuiteLatencyMs: 5,
	...(env.SANDBOX_DIR === undefined ? {} : { clock: clockFile(env.SANDBOX_DIR), changes: editsFile(env.SANDBOX_DIR) }),
	...(env.SANDBOX_SEED === undefined ? {} : { seed: env.SANDBOX_SEED }),
	...(env.SANDBOX_ORDERS === undefined ? {} : { orders: Number(env.SANDBOX_ORDERS) }),
	...(env.SANDBOX_COMPANIES === undefined ? {} : { companies: env.SANDBOX_COMPANIES.split(",") }),
});

let stopping = false;
const stop = (): void => {
	if (stopping) return;
	stopping = true;
	void sandbox.stop().then(() => process.exit(0));
};
process.on("SIGTERM", stop);
process.on("disconnect", stop);
// Ctrl-C reaches the supervisor, which stops its children in order.
if (process.send === undefined) process.on("SIGINT", stop);
else process.on("SIGINT", () => undefined);

process.send?.({ ready: true, note: sandbox.url });
if (process.send === undefined) process.stdout.write(`Sandbox at ${sandbox.url}\n`);
