// What runs under the supervisor, in the order it was started. Once a stop was requested nothing can be added any more.
export interface Managed {
	name: string;
	exited: Promise<number>;
	stop(): Promise<void>;
	/** Where its messages are. */
	logFile: string;
	/** Those of a higher level are stopped first, those of one level together. */
	level: number;
}

/** Thrown to work that wants to start something after the stop was requested. */
class StopRequested extends Error {}

export class Running {
	readonly #managed: Managed[] = [];
	readonly #kills = new Set<() => void>();
	readonly #end: Promise<string | undefined>;
	#settle: (failure: string | undefined) => void = () => {};
	#stopping = false;

	constructor() {
		this.#end = new Promise((resolve) => {
			this.#settle = resolve;
		});
	}

	/** Ends the wait without a failure: somebody asked for it. */
	requestStop(): void {
		this.#stopping = true;
		this.#settle(undefined);
	}

	get isStopping(): boolean {
		return this.#stopping;
	}

	/** Call right before spawning. */
	assertStarting(): void {
		if (this.#stopping) throw new StopRequested();
	}

	/** Watches what was just spawned; its death is the end of everything. */
	add(managed: Managed): void {
		this.#managed.push(managed);
		void managed.exited.then((code) => {
			if (this.#stopping) return;
			this.#stopping = true;
			this.#settle(
				`${managed.name} ended unexpectedly (exit ${code}). Its messages are in ${managed.logFile}\nNothing saved is lost; start again with: npm run up`,
			);
		});
	}

	/** Runs a task that is killed when everything stops. */
	async task<T>({ result, kill }: { result: Promise<T>; kill: () => void }): Promise<T> {
		this.#kills.add(kill);
		try {
			return await result;
		} finally {
			this.#kills.delete(kill);
		}
	}

	/** The work's result, or undefined when a stop was requested or something died before it was done (then throws the failure). */
	async untilStopRequested<T>(work: Promise<T>): Promise<T | undefined> {
		const ended = this.#end.then((failure) => {
			if (failure !== undefined) throw new Error(failure);
			return undefined;
		});
		ended.catch(() => {});
		work.catch(() => {});
		return await Promise.race([work, ended]);
	}

	/** Waits for the request to stop (undefined) or a death (its sentence). */
	untilEnd(): Promise<string | undefined> {
		return this.#end;
	}

	async stopAll(): Promise<void> {
		this.#stopping = true;
		for (const kill of this.#kills) kill();
		const levels = [...new Set(this.#managed.map((managed) => managed.level))].sort((a, b) => b - a);
		for (const level of levels)
			await Promise.all(this.#managed.filter((managed) => managed.level === level).map((managed) => managed.stop()));
	}
}
