// What an integrator reads first, in the OpenAPI document and on the docs page alike. Text is Markdown of one kind: paragraphs,
// `code`, and indented blocks.
import { bodyLimits } from "./read-input.ts";
import { usualQuotas } from "./rate-limit.ts";

export interface GuideSection {
	readonly id: string;
	readonly title: string;
	readonly text: string;
}

const mib = bodyLimits.bytes / 1024 / 1024;
const { limit, windowMs } = usualQuotas.caller;

export const guide: readonly GuideSection[] = [
	{
		id: "start",
		title: "Getting started",
		text: [
			"Make a key under Settings, API keys: give it a name, an end, and only the permissions that your program needs. The key is shown once. Send it with every request:",
			'    curl https://tieout.example/api/v1/connections \\\n      -H "Authorization: Bearer tk_live_…"',
			"A key belongs to one company and acts under its own name; what it does stands in the audit trail. It never decides, signs off or manages people: these are for persons. A request without a valid credential is answered 401, one whose credential lacks the permission 403.",
		].join("\n\n"),
	},
	{
		id: "values",
		title: "Values",
		text: "Money is `{ minor, currency }`: whole minor units as text, so that no digit is lost. Moments are ISO 8601 in UTC, days are `YYYY-MM-DD`, ids are opaque text. Fields that an address doesn't know are refused, in the query and in the body; answers may gain fields, so skip those that you don't know. A list in the query repeats its name, at most 20 times.",
	},
	{
		id: "pages",
		title: "Pages of a list",
		text: "A list answers `rows` and `next`. While `next` is not null, send it back as `after` (or `cursor`, where the address has that name); the `Link` header holds the whole address of the next page. The order is stable: rows that come meanwhile don't shift what is still to come.",
	},
	{
		id: "idempotency",
		title: "Sending a write again",
		text: "A write takes an `Idempotency-Key`: your own name for the request, a UUID for example. When the answer got lost, send the same request with the same key: it is answered as before, with `Idempotency-Replayed: true`, and nothing happens twice. Keys are remembered for 24 hours and belong to the credential. The same key with another request is 409 `IDEMPOTENCY_CONFLICT`; while the first is still being carried out, 409 `IDEMPOTENCY_BUSY`. A write that failed changed nothing, so its key may be used again.",
	},
	{
		id: "limits",
		title: "Limits",
		text: `${limit} requests in ${windowMs / 1000} seconds for each credential, given back evenly. \`RateLimit\` says what is left, \`RateLimit-Policy\` the rule; beyond it the answer is 429 with \`Retry-After\`. A body has at most ${mib} MiB and ${bodyLimits.depth} levels.`,
	},
	{
		id: "errors",
		title: "Errors",
		text: "Every error is `application/problem+json` (RFC 9457). `code` is stable and for programs; `detail` says what happened and what to do next; `errors` names the fields; `correlationId` finds the request in the log and in the audit trail.",
	},
];
