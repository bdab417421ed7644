// Says what a long start is doing: one line per step with its duration, and a sign of life every few seconds.
const TICK_MS = 5000;

export type Print = (line: string) => void;

/** Runs the work and prints its line when it is done. `work` may return a word or two to print beside the name. */
export async function step<T>(print: Print, name: string, work: (progress: (message: string) => void) => Promise<T>): Promise<T> {
	const started = performance.now();
	const seconds = () => (performance.now() - started) / 1000;
	let doing = "";
	const timer = setInterval(() => print(`  … ${name.padEnd(22)} ${seconds().toFixed(0).padStart(5)} s   ${doing}`.trimEnd()), TICK_MS);
	try {
		const result = await work((message) => {
			if (doing === "") print(`  … ${name}: ${message}`);
			doing = message;
		});
		print(`  ✓ ${name.padEnd(22)} ${seconds().toFixed(1).padStart(5)} s${typeof result === "string" ? `   ${result}` : ""}`);
		return result;
	} catch (error) {
		print(`  ✗ ${name.padEnd(22)} ${seconds().toFixed(1).padStart(5)} s`);
		throw error;
	} finally {
		clearInterval(timer);
	}
}
