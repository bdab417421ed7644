// The one way out to an address that a tenant typed. The check sits where the connection is made: the name is looked up once, every
// answer must be public, and that answer is what is connected to, so that no second lookup can say something else. Redirects are
// never followed, no proxy of the environment is used, and size and time are bounded.
import { type LookupAddress, lookup as lookUpName } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector, fetch as undiciFetch } from "undici";
import { TieoutError } from "../domain/core/errors.ts";
import { type AllowedHosts, isAllowedHost, notFound, notPublic, outsideUrl } from "./outside-url.ts";
import { isPublicAddress } from "./public-address.ts";

export interface GuardOptions {
	/** Private hosts that the operator allows (TIEOUT_ALLOW_PRIVATE_ADDRESSES). */
	readonly allowed: AllowedHosts;
	/** Every address of a name; the system's resolver by default. */
	readonly resolve?: (host: string) => Promise<readonly LookupAddress[]>;
	readonly isPublic?: (address: string) => boolean;
}

export interface ExchangeLimits {
	/** The longest that an exchange may take, its body included; a caller's own signal may be shorter. */
	readonly timeoutMs: number;
	/** The most that a body may hold, unpacked. */
	readonly maxBytes: number;
}

const mebibyte = 1_048_576;
const smallExchange: ExchangeLimits = { timeoutMs: 30_000, maxBytes: mebibyte };

export interface GuardedFetch {
	/** Like fetch. A redirect is an error, or with `redirect: "manual"` the answer. @throws TieoutError ADDRESS_REFUSED, ADDRESS_NOT_FOUND, ANSWER_TOO_LARGE */
	readonly fetch: typeof globalThis.fetch;
	/** The same with other limits than 30 seconds and 1 MiB. */
	readonly fetchWithin: (limits: Partial<ExchangeLimits>) => typeof globalThis.fetch;
	/** Judges an address when it is saved, without asking anyone. @throws TieoutError ADDRESS_REFUSED */
	readonly check: (url: string) => URL;
	readonly close: () => Promise<void>;
}

export function createGuardedFetch({ allowed, resolve = resolveAll, isPublic = isPublicAddress }: GuardOptions): GuardedFetch {
	// Time is bounded per exchange, as a whole.
	const agent = new Agent({ connect: guardedConnector({ allowed, resolve, isPublic }), allowH2: false, headersTimeout: 0, bodyTimeout: 0 });
	const check = (url: string | URL): URL => outsideUrl(url, allowed);
	const fetchWithin = (limits: Partial<ExchangeLimits>) => exchange(agent, check, { ...smallExchange, ...limits });
	return { fetch: fetchWithin({}), fetchWithin, check, close: () => agent.destroy() };
}

function exchange(agent: Agent, check: (url: string) => URL, { timeoutMs, maxBytes }: ExchangeLimits): typeof globalThis.fetch {
	return async (input, init) => {
		const request = new Request(input, init);
		const url = check(request.url);
		const body = request.body === null ? null : new Uint8Array(await request.arrayBuffer());
		const answer = await undiciFetch(url, {
			dispatcher: agent,
			method: request.method,
			headers: [...request.headers],
			body,
			signal: AbortSignal.any([request.signal, AbortSignal.timeout(timeoutMs)]),
			redirect: request.redirect === "manual" ? "manual" : "error",
			credentials: "omit",
		}).catch((error: unknown) => {
			throw refusalIn(error) ?? error;
		});
		const headers = [...answer.headers];
		if (Number(answer.headers.get("content-length") ?? 0) > maxBytes) {
			await answer.body?.cancel();
			throw tooLarge(maxBytes);
		}
		// fetch's own rule: these statuses have no body.
		const bare = answer.body === null || [204, 205, 304].includes(answer.status);
		return new Response(bare ? null : limited(answer.body, maxBytes), { status: answer.status, headers });
	};
}

type ConnectorParts = Required<Pick<GuardOptions, "allowed" | "resolve" | "isPublic">>;

function guardedConnector({ allowed, resolve, isPublic }: ConnectorParts): buildConnector.connector {
	const connectTo = (accept: (address: string) => boolean): buildConnector.connector =>
		buildConnector({ lookup: pinnedLookup(resolve, accept), timeout: 10_000, allowH2: false });
	const toPublic = connectTo(isPublic);
	const toAllowed = connectTo(() => true);
	return (options, callback) => {
		const host = options.hostname.replace(/^\[|\]$/g, "");
		const isAllowed = isAllowedHost(new URL(`${options.protocol}//${options.hostname}:${options.port}`), allowed);
		// An address needs no lookup, so it is judged here.
		if (!isAllowed && (options.protocol !== "https:" || (isIP(host) !== 0 && !isPublic(host)))) callback(notPublic(host), null);
		else (isAllowed ? toAllowed : toPublic)(options, callback);
	};
}

/** One lookup per connection; a name with a single address that isn't accepted is refused as a whole. */
function pinnedLookup(resolve: ConnectorParts["resolve"], accept: (address: string) => boolean): LookupFunction {
	return (host, options, callback) => {
		resolve(host).then(
			(found) => {
				const wanted = found.filter(({ family }) => !options.family || family === familyOf(options.family));
				const [first] = wanted;
				if (first === undefined) callback(notFound(host), "");
				else if (!found.every(({ address }) => accept(address))) callback(notPublic(host), "");
				else if (options.all) callback(null, [...wanted]);
				else callback(null, first.address, first.family);
			},
			() => callback(notFound(host), ""),
		);
	};
}

const familyOf = (family: number | "IPv4" | "IPv6"): number => (family === "IPv4" ? 4 : family === "IPv6" ? 6 : family);

const resolveAll = (host: string): Promise<readonly LookupAddress[]> =>
	new Promise((done, fail) => lookUpName(host, { all: true, order: "verbatim" }, (error, found) => (error ? fail(error) : done(found))));

function limited(body: AsyncIterable<Uint8Array | undefined>, maxBytes: number): ReadableStream<Uint8Array> {
	const pieces = body[Symbol.asyncIterator]();
	let read = 0;
	return new ReadableStream({
		async pull(controller) {
			const { done, value } = await pieces.next();
			if (done) return controller.close();
			read += value?.byteLength ?? 0;
			if (read <= maxBytes) return controller.enqueue(value ?? new Uint8Array());
			await pieces.return?.();
			throw tooLarge(maxBytes);
		},
		async cancel() {
			await pieces.return?.();
		},
	});
}

const tooLarge = (maxBytes: number): TieoutError =>
	new TieoutError("ANSWER_TOO_LARGE", `The answer is larger than ${Math.round(maxBytes / 1024)} KiB, so it was not read.`);

/** fetch wraps what a connection died of. */
function refusalIn(error: unknown): TieoutError | null {
	for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) if (at instanceof TieoutError) return at;
	return null;
}
