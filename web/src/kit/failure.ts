// Reads what the API said about a failure: a sentence for people, a code for us, an id for support.

export interface Failure {
	readonly code: string;
	readonly title: string;
	readonly sentence: string;
	readonly correlationId: string | null;
	/** Sentence by form field. */
	readonly fields: Readonly<Record<string, string>>;
}

const titles: Readonly<Record<string, string>> = {
	NOT_SIGNED_IN: "You are signed out",
	FORBIDDEN: "Your role can't see this",
	NOT_FOUND: "This isn't here",
	UNAVAILABLE: "A part of Tieout is down",
	NO_NETWORK: "Tieout can't be reached",
	TOO_MANY_TRIES: "Too many tries",
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const fieldSentences = (fields: unknown): Record<string, string> => {
	if (!Array.isArray(fields)) return {};
	const pairs = fields.filter(isRecord).map((field) => [String(field.path), String(field.message)] as const);
	return Object.fromEntries(pairs);
};

/** `error` as thrown by the tRPC client or by fetch. */
export function failureOf(error: unknown): Failure {
	const data = isRecord(error) && isRecord(error.data) ? error.data : null;
	const message = error instanceof Error ? error.message : "Something failed without saying why.";
	if (data === null) {
		return {
			code: "NO_NETWORK",
			title: "Tieout can't be reached",
			sentence: `The server did not answer (${message}). Nothing was lost; try again.`,
			correlationId: null,
			fields: {},
		};
	}
	const code = typeof data.code === "string" ? data.code : "INTERNAL";
	return {
		code,
		title: titles[code] ?? "This failed",
		sentence: message,
		correlationId: typeof data.correlationId === "string" ? data.correlationId : null,
		fields: fieldSentences(data.fields),
	};
}
