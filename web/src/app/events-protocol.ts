// What the event stream's owner (a SharedWorker, or the tab itself) tells the pages. Events say what changed, never the data.

export type StreamMessage =
	| { readonly kind: "changed"; readonly topic: string; readonly key: string }
	| { readonly kind: "refetch" }
	| { readonly kind: "open" }
	| { readonly kind: "lost" }
	/** The server wants to send nothing to this session now. */
	| { readonly kind: "refused" }
	| { readonly kind: "closed"; readonly reason: string };

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const parsed = (data: unknown): Record<string, unknown> => {
	const value: unknown = JSON.parse(textOf(data) || "{}");
	return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
};

const retryMs = 4000;

/** Opens `/events` and keeps it open; after a gap everything has to be read again. Returns how to end it. */
export function openStream(tell: (message: StreamMessage) => void): () => void {
	let source: EventSource | null = null;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let gap = false;
	let ended = false;
	const connect = (): void => {
		source = new EventSource("/events");
		source.addEventListener("open", () => {
			tell({ kind: "open" });
			if (gap) tell({ kind: "refetch" });
			gap = false;
		});
		source.addEventListener("message", (event) => {
			const { topic, key } = parsed(event.data);
			tell({ kind: "changed", topic: textOf(topic), key: textOf(key) });
		});
		source.addEventListener("refetch", () => tell({ kind: "refetch" }));
		source.addEventListener("closed", (event) => {
			end();
			tell({ kind: "closed", reason: textOf(parsed((event as MessageEvent).data).reason) });
		});
		source.addEventListener("error", () => {
			if (!gap) tell({ kind: "lost" });
			gap = true;
			// A refused stream (401, 503) is not retried by the browser itself.
			if (source?.readyState !== EventSource.CLOSED || ended) return;
			tell({ kind: "refused" });
			timer = setTimeout(connect, retryMs);
		});
	};
	const end = (): void => {
		ended = true;
		clearTimeout(timer);
		source?.close();
	};
	connect();
	return end;
}
