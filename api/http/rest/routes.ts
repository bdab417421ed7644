// The public REST surface, whole: what is not listed here can't be asked for below /api/v1. A procedure is public from the
// moment that its line stands here, and goes through the same permission check as for our own pages.
import { get, patch, post, type ProcedureName, put, remove, type RestRoute } from "./route.ts";

const job = { status: 202, description: "Answers with the job that does it; follow it at `/jobs/{jobId}`." } as const;

export const restRoutes: Readonly<Partial<Record<ProcedureName, RestRoute>>> = {
	"auth.token": post("/auth/token", "Sign in from a program", {
		description:
			"For programs that act as a person. The access token is good for 15 minutes, the refresh token for 7 days and for one use.",
	}),
	"auth.refresh": post("/auth/refresh", "A new pair of tokens", {
		description: "A refresh token that was used before ends every token of its login: somebody else has it.",
	}),
	"auth.revoke": post("/auth/revoke", "Sign out a program"),
	"auth.endSession": remove("/auth/sessions/{sessionId}", "End one session"),
	"auth.me": get("/auth/me", "Who the credential belongs to, and what it may do"),
	"auth.sessions": get("/auth/sessions", "Open sessions of the person"),

	"tenant.get": get("/tenants/current", "The company, its settings and its status"),
	"tenant.update": patch("/tenants/current", "Change the company's settings"),
	"tenant.plan": get("/tenants/current/plan", "The plan, and what is used of it"),
	"entities.list": get("/tenants/current/entities", "Entities of the company"),

	"users.list": get("/users", "Who is in the company: people, keys, support"),
	"users.get": get("/users/{userId}", "One member"),
	"users.changeRole": post("/users/{userId}/role", "Change a member's role or entities"),
	"users.remove": remove("/users/{userId}", "Remove a member", { description: "What they did stays, and they can be put back." }),
	"invitations.list": get("/users/invitations", "Who is invited"),
	"invitations.create": post("/users/invitations", "Invite somebody", { status: 201 }),
	"invitations.takeBack": remove("/users/invitations/{invitationId}", "Take an invitation back"),
	"users.restore": post("/users/{userId}/restore", "Put a removed member back"),
	"roles.matrix": get("/users/roles", "Roles and what each may do"),

	"policies.list": get("/policies", "Policies in force"),
	"policies.get": get("/policies/{id}", "One policy with its versions"),
	"policies.publish": post("/policies", "Publish a policy, or its next version"),

	"webhooks.list": get("/webhooks", "Where events are sent"),
	"webhooks.create": post("/webhooks", "Send events to an address", {
		status: 201,
		description: "The answer holds the secret that signs what is sent; it is shown this once.",
	}),
	"webhooks.update": put("/webhooks/{id}", "Change an endpoint"),
	"webhooks.pause": post("/webhooks/{id}/pause", "Pause an endpoint, or go on"),
	"webhooks.remove": remove("/webhooks/{id}", "Send nothing more to an endpoint"),
	"webhooks.test": post("/webhooks/{id}/test", "Send a test event"),
	"webhooks.deliveries": get("/webhooks/deliveries", "What was sent, and what came of it"),
	"webhooks.delivery": get("/webhooks/deliveries/{id}", "One delivery, try by try"),
	"webhooks.replay": post("/webhooks/deliveries/{id}/replay", "Send it again"),

	"connections.list": get("/connections", "All connections"),
	"connections.get": get("/connections/{id}", "One connection"),
	"connections.sync": post("/connections/{id}/sync", "Sync a connection", job),
	"connections.test": post("/connections/{id}/test", "Test the credentials", job),
	"connections.quarantine": get("/connections/{id}/quarantine", "Records that could not be read"),
	"connections.cursorHistory": get("/connections/{id}/cursor-moves", "How a stream's cursor came to where it stands"),
	"connections.rewindPreview": get("/connections/{id}/rewind-preview", "What a rewind would read again"),
	"connections.rewind": post("/connections/{id}/rewind", "Rewind a stream", {
		description:
			"Sets the cursor of a stream back; `movesSeen` is the number of moves that the preview showed, so that nobody rewinds blind.",
	}),
	"connections.drift": get("/connections/{id}/drift", "Changes of the source's fields"),
	"connections.decideDrift": post("/connections/{id}/drift/decisions", "Accept or ignore changes of fields"),
	"quarantine.list": get("/connections/quarantine", "Quarantined records of all connections"),
	"quarantine.get": get("/connections/quarantine/{id}", "One quarantined record, as received"),
	"quarantine.retry": post("/connections/quarantine/retry", "Read quarantined records again", job),
	"quarantine.dismiss": post("/connections/quarantine/dismiss", "Set quarantined records aside"),

	"explorer.rows": get("/tables/rows", "Rows of a table", {
		description: "Payouts, transactions, deposits, ledger and bank lines, a page at a time. The order is stable; follow `next`.",
	}),
	"explorer.totals": get("/tables/totals", "Totals of a table", { description: "One per currency, over everything that matches." }),
	"explorer.custody": get("/tables/rows/{canonicalId}/custody", "Chain of custody of a row", {
		description: "From the row to its source record, the API page it came with, and the workflow event that fetched it.",
	}),
	"explorer.record": get("/tables/records/{id}", "A source record"),
	"explorer.page": get("/tables/pages/{id}", "A stored answer of a vendor"),
	"explorer.search": get("/tables/search", "Find anything by its id"),

	"audit.list": get("/audit-events", "What somebody did, newest first", {
		description: "Narrow it by person, action, thing, click (correlation id), job and time. What is older than seven years is archived.",
	}),
	"audit.filters": get("/audit-events/filters", "Actions and people that the list can be narrowed by"),
	"audit.checkpoints": get("/audit-events/checkpoints", "Signed checkpoints of the trail", {
		description: "Keep them elsewhere: with one of them, `tieout verify audit` finds what was altered, inserted, removed or cut off.",
	}),
	"audit.get": get("/audit-events/{id}", "One event with what was before and after, and its place in the chain"),
	"audit.export": post("/audit-events/export", "Export the whole trail, to be verified offline", job),

	"jobs.list": get("/jobs", "Jobs, newest first"),
	"jobs.get": get("/jobs/{jobId}", "One job"),
	"jobs.progress": get("/jobs/{jobId}/progress", "How far a job is"),
	"jobs.events": get("/jobs/{jobId}/events", "Workflow events of a job"),
	"jobs.event": get("/jobs/{jobId}/events/{eventId}", "One workflow event"),
	"jobs.logs": get("/jobs/{jobId}/logs", "What a job wrote down"),
	"jobs.cancel": post("/jobs/{jobId}/cancel", "Stop a job"),
	"jobs.pause": post("/jobs/{jobId}/pause", "Pause a job"),
	"jobs.resume": post("/jobs/{jobId}/resume", "Resume a job"),
	"deadLetters.list": get("/jobs/dead-letters", "Jobs that failed and were not replaced"),
	"replays.plan": post("/jobs/{jobId}/replay-plan", "What a replay would do", {
		description: "What is read again, what is written and how each write is guarded, what it may disturb, what it costs. Changes nothing.",
	}),
	"replays.start": post("/jobs/{jobId}/replays", "Replay a job", job),
	"replays.get": get("/jobs/{jobId}/replay", "Plan and outcome of a replay"),
	"replays.diff": get("/jobs/{jobId}/replay/diff", "What a replay changed, row by row"),

	"reconciliations.list": get("/reconciliations", "Reconciliation runs"),
	"reconciliations.start": post("/reconciliations", "Reconcile a month", job),
	"reconciliations.get": get("/reconciliations/{runId}", "One run: totals, what explains them, roll-forward"),
	"reconciliations.payouts": get("/reconciliations/{runId}/payouts", "Payouts of a run"),
	"reconciliations.proof": get("/reconciliations/{runId}/payouts/{payoutKey}/proof", "Proof of a payout"),
	"reconciliations.proofLine": get("/reconciliations/{runId}/payouts/{payoutKey}/proof/{category}", "Leaves of a line of a proof"),
	"reconciliations.exceptions": get("/reconciliations/{runId}/exceptions", "Exceptions of a run"),
	"reconciliations.matches": get("/reconciliations/{runId}/matches", "Matches of a run"),
};
