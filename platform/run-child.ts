// The life of a process that `npm run up` forks (API, worker): it says when it is ready, and ends in order on SIGTERM or when
// its parent is gone. Without a parent (a container) it is an ordinary process that also listens to Ctrl-C.
const STOP_LIMIT_MS = 6000;

export interface Stoppable {
	stop(): Promise<void>;
}

/** Calls `start` once; what it returns is stopped once. A failure to start goes to the parent as one sentence, to stderr in full. */
export async function runChild(start: () => Promise<Stoppable>): Promise<void> {
	const supervised = process.send !== undefined;
	let running: Stoppable | undefined;
	let stopping = false;
	const stop = async () => {
		if (stopping) return;
		stopping = true;
		setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
		try {
			await running?.stop();
			process.exit(0);
		} catch (error) {
			process.stderr.write(`${describe(error)}\n`);
			process.exit(1);
		}
	};
	const onStop = () => void stop();
	process.on("SIGTERM", onStop);
	process.on("SIGINT", supervised ? () => {} : onStop);
	if (supervised) process.on("disconnect", onStop);
	try {
		running = await start();
		process.send?.({ ready: true });
	} catch (error) {
		process.stderr.write(`${describe(error)}\n`);
		process.send?.({ failed: error instanceof Error ? error.message : String(error) });
		process.exit(1);
	}
}

function describe(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
