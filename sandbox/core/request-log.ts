// What was asked of the sandbox, for assertions in tests: without keys, tokens, assertions or bodies that carry them.

export interface LoggedRequest {
	readonly number: number;
	readonly vendor: string;
	readonly method: string;
	/** Path and query as received. */
	readonly target: string;
	readonly headers: Readonly<Record<string, string>>;
	/** The SuiteQL text; other bodies are not kept. */
	readonly query: string;
	/** 0 when the sandbox sent no answer. */
	readonly status: number;
	readonly fault: string | null;
}

export interface RequestLog {
	readonly add: (request: Omit<LoggedRequest, "number">) => void;
	readonly all: () => readonly LoggedRequest[];
	readonly clear: () => void;
}

const secretHeaders = /^(authorization|cookie|proxy-authorization|x-control-token)$/;
const kept = 5_000;

export const withoutSecrets = (headers: Readonly<Record<string, string>>): Record<string, string> =>
	Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, secretHeaders.test(name) ? "(removed)" : value]));

export function requestLog(): RequestLog {
	let requests: LoggedRequest[] = [];
	let count = 0;
	return {
		add: (request) => {
			requests.push({ ...request, number: ++count });
			if (requests.length > kept) requests = requests.slice(-kept / 2);
		},
		all: () => requests,
		clear: () => {
			requests = [];
		},
	};
}
