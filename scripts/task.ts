// A piece of work in a process of its own that ends by itself (migrate, seed, build): the supervisor stays free to react to
// signals. The child ends when its parent is gone.
import { fork } from "node:child_process";

export interface RunningTask<T> {
	result: Promise<T>;
	kill(): void;
}

type TaskMessage<T> = { progress: string } | { done: true; result?: T } | { failed: string };

/** Parent's side. `result` rejects with the child's sentence. */
export function startTask<T>(entry: string, env: NodeJS.ProcessEnv, progress: (message: string) => void = () => {}): RunningTask<T> {
	const child = fork(entry, [], { env, stdio: ["ignore", "pipe", "pipe", "ipc"], detached: true, execArgv: [] });
	let said = "";
	for (const stream of [child.stdout, child.stderr]) {
		stream?.on("data", (chunk: Buffer) => {
			said += chunk.toString("utf8");
		});
	}
	const result = new Promise<T>((resolve, reject) => {
		child.on("message", (message: TaskMessage<T>) => {
			if ("progress" in message) progress(message.progress);
			else if ("done" in message) resolve(message.result as T);
			else reject(new Error(message.failed));
		});
		child.once("error", reject);
		child.once("close", (code) => reject(new Error(`${entry} ended with ${code}:\n${said.trim()}`)));
	});
	result.catch(() => {});
	return { result, kill: () => void child.kill("SIGKILL") };
}

/** Child's side. */
export async function runTask<T>(work: (progress: (message: string) => void) => Promise<T>): Promise<void> {
	process.on("disconnect", () => process.exit(1));
	process.on("SIGINT", () => {});
	let answer: TaskMessage<T>;
	try {
		// A result of nothing doesn't survive the channel, so `done` says it.
		answer = { done: true, result: await work((progress) => process.send?.({ progress })) };
	} catch (error) {
		console.error(error);
		answer = { failed: error instanceof Error ? error.message : String(error) };
	}
	process.exitCode = "failed" in answer ? 1 : 0;
	// Run by hand there is nobody to tell: the process ends by itself.
	process.send?.(answer, () => process.exit());
}
