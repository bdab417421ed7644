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
	"auth.endAllSessions": remove("/auth/sessions", "End all sessions of the person", {
		description: "`butThis=true` keeps the one that asks. Open pages and streams close at once.",
	}),
	"account.security": get("/auth/security", "Password, second factor and recovery codes: what is set up"),

	"tenant.get": get("/tenants/current", "The company, its settings and its status"),
	"tenant.update": patch("/tenants/current", "Change the company's settings"),
	"tenant.plan": get("/tenants/current/plan", "The plan, and what is used of it"),
	"entities.list": get("/tenants/current/entities", "Entities of the company"),
	"tenant.askForPlan": post("/tenants/current/plan-requests", "Ask for another plan"),
	"lifecycle.export": post("/tenants/current/export", "Export the whole company", job),
	"lifecycle.erasure": get("/tenants/current/erasure", "Whether the company is to be erased, and how far that is"),
	"lifecycle.askErasure": post("/tenants/current/erasure", "Ask for the company's erasure", {
		description: "`company` is its name, typed out. Somebody else has to agree; until it begins it can be taken back.",
	}),
	"lifecycle.cancelErasure": remove("/tenants/current/erasure", "Take the erasure back"),
	"keys.status": get("/tenants/current/keys", "Data keys of the company, and how a rotation goes"),
	"keys.rotate": post("/tenants/current/keys/rotation", "Rotate the data key", job),
	"support.list": get("/tenants/current/support", "Who asked for support access, and who has it"),
	"support.grant": post("/tenants/current/support/{id}/grant", "Let support in, for the time that was asked for"),
	"support.refuse": post("/tenants/current/support/{id}/refusal", "Refuse support access"),
	"support.end": remove("/tenants/current/support/{id}", "End support access now"),
	"platform.companies": get("/tenants", "Companies of this installation", {
		description: "For who runs the platform; nothing of their data.",
	}),
	"platform.company": get("/tenants/{id}", "One company, as who runs the platform sees it"),
	"platform.suspend": post("/tenants/{id}/suspension", "Suspend a company"),
	"platform.resume": remove("/tenants/{id}/suspension", "Let a suspended company go on"),
	"platform.setPlan": put("/tenants/{id}/plan", "Set a company's plan"),
	"platform.askForAccess": post("/tenants/{id}/support", "Ask a company for support access"),

	"onboarding.get": get("/onboarding", "First steps of the company: done, open, skipped"),
	"onboarding.skip": post("/onboarding/steps/{step}/skip", "Skip a step, with a reason"),
	"onboarding.takeUp": remove("/onboarding/steps/{step}/skip", "Take a skipped step up again"),
	"onboarding.leave": post("/onboarding/leave", "Leave the first steps for now"),
	"onboarding.resume": post("/onboarding/resume", "Go on with the first steps"),

	"users.list": get("/users", "Who is in the company: people, keys, support"),
	"users.get": get("/users/{userId}", "One member"),
	"users.changeRole": post("/users/{userId}/role", "Change a member's role or entities"),
	"users.remove": remove("/users/{userId}", "Remove a member", { description: "What they did stays, and they can be put back." }),
	"invitations.list": get("/users/invitations", "Who is invited"),
	"invitations.create": post("/users/invitations", "Invite somebody", { status: 201 }),
	"invitations.takeBack": remove("/users/invitations/{invitationId}", "Take an invitation back"),
	"invitations.again": post("/users/invitations/{invitationId}/again", "Send an invitation again"),
	"access.request": post("/users/access-requests", "Ask for another role", {
		description: "Whoever looks after the company's people decides in their inbox.",
	}),
	"account.unlock": post("/users/{userId}/unlock", "Let somebody in again whom failed tries have locked out"),
	"lifecycle.erasePerson": post("/users/{userId}/erasure", "Erase a removed person's personal data", {
		description: "`name` is theirs, typed out. What they did stays in the trail, without name and address.",
	}),
	"users.restore": post("/users/{userId}/restore", "Put a removed member back"),
	"roles.matrix": get("/users/roles", "Roles and what each may do"),
	"roles.create": post("/users/roles", "Draft a role of the company's own", { status: 201 }),
	"roles.saveDraft": put("/users/roles/{id}/draft", "Save a role's draft", {
		description: "`version` is the one that was read: a draft that somebody else saved meanwhile is not overwritten.",
	}),
	"roles.discardDraft": remove("/users/roles/{id}/draft", "Discard a role's draft"),
	"roles.publish": post("/users/roles/{id}/publish", "Publish a role's draft", {
		description: "Where a policy asks for a second person, it waits in their inbox.",
	}),
	"roles.remove": remove("/users/roles/{id}", "Remove a role that nobody has"),

	"policies.list": get("/policies", "Policies in force"),
	"policies.get": get("/policies/{id}", "One policy with its versions"),
	"policies.publish": post("/policies", "Publish a policy, or its next version"),
	"policies.roles": get("/policies/roles", "Roles that a policy can name"),
	"policies.preview": post("/policies/preview", "What a masking would hide from a role", { description: "Changes nothing." }),

	"approvals.list": get("/approvals", "What waits for a person, and what was decided", { description: "For persons: no key decides." }),
	"approvals.count": get("/approvals/count", "How much waits for the person"),
	"approvals.get": get("/approvals/{id}", "One question with what it is bound to"),
	"approvals.decide": post("/approvals/{id}/decision", "Approve or reject", {
		description: "`sha256` is what was looked at: if it changed meanwhile, the answer is refused.",
	}),

	"approvals.decideMany": post("/approvals/decisions", "Answer several at once", {
		description: "Each is judged by itself, and the answer says of each what came of it.",
	}),
	"approvals.absences": get("/approvals/absences", "Who decides in whose place, now and soon"),
	"approvals.nameDeputy": post("/approvals/absences", "Name who decides in your place for some days", {
		status: 201,
		description: "For persons. It holds for nothing that either of the two has prepared.",
	}),
	"approvals.endAbsence": remove("/approvals/absences/{id}", "End an absence before its time"),

	"apiKeys.list": get("/api-keys", "API keys of the company", { description: "For persons: no key makes, renews or ends a key." }),
	"apiKeys.create": post("/api-keys", "Make a key", { status: 201, description: "The answer holds the key; it is shown this once." }),
	"apiKeys.rotate": post("/api-keys/{id}/rotation", "A new secret for a key", {
		description: "The old one still works for `overlapHours`.",
	}),
	"apiKeys.revoke": post("/api-keys/{id}/revocation", "End a key now"),

	"webhooks.list": get("/webhooks", "Where events are sent"),
	"webhooks.create": post("/webhooks", "Send events to an address", {
		status: 201,
		description: "The answer holds the secret that signs what is sent; it is shown this once.",
	}),
	"webhooks.update": put("/webhooks/{id}", "Change an endpoint"),
	"webhooks.pause": post("/webhooks/{id}/pause", "Pause an endpoint, or go on"),
	"webhooks.remove": remove("/webhooks/{id}", "Send nothing more to an endpoint"),
	"webhooks.test": post("/webhooks/{id}/test", "Send a test event"),
	"webhooks.rotateSecret": post("/webhooks/{id}/secret", "A new signing secret", {
		description: "The answer holds it, this once. For a day the one before signs beside it.",
	}),
	"webhooks.replayDead": post("/webhooks/{id}/replays", "Send again what an endpoint has not got after all tries"),
	"webhooks.deliveries": get("/webhooks/deliveries", "What was sent, and what came of it"),
	"webhooks.delivery": get("/webhooks/deliveries/{id}", "One delivery, try by try"),
	"webhooks.replay": post("/webhooks/deliveries/{id}/replay", "Send it again, or try it now"),
	"webhooks.received": get("/webhooks/received", "What vendors told of by webhook, and what came of it"),
	"webhooks.sources": get("/webhooks/sources", "Connections that take webhooks, and what was refused"),

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
	"replays.touching": post("/jobs/replays/touching", "Jobs that touched a payout, a record, a month or days", {
		description: "Changes nothing.",
	}),
	"replays.bulkPlan": post("/jobs/replays/plan", "What replaying many jobs would do", { description: "Changes nothing." }),
	"replays.bulkStart": post("/jobs/replays", "Replay many jobs", job),
	"replays.bulkGet": get("/jobs/replays/{jobId}", "How a replay of many jobs goes"),
	"incidents.list": get("/jobs/incidents", "Incidents: sets of affected jobs"),
	"incidents.create": post("/jobs/incidents", "Open an incident", { status: 201 }),
	"incidents.find": post("/jobs/incidents/find", "Jobs that an incident could hold", { description: "Changes nothing." }),
	"incidents.get": get("/jobs/incidents/{id}", "One incident"),
	"incidents.update": patch("/jobs/incidents/{id}", "Change an incident"),
	"incidents.jobs": get("/jobs/incidents/{id}/jobs", "Jobs of an incident"),
	"incidents.addJobs": post("/jobs/incidents/{id}/jobs", "Add jobs to an incident"),
	"incidents.removeJob": remove("/jobs/incidents/{id}/jobs/{jobId}", "Take a job out of an incident"),
	"incidents.replay": post("/jobs/incidents/{id}/replay", "Replay what is left of an incident", job),
	"incidents.signOff": post("/jobs/incidents/{id}/sign-off", "Sign an incident off", {
		description: "For persons, and not for who opened it.",
	}),

	"reconciliations.list": get("/reconciliations", "Reconciliation runs"),
	"reconciliations.start": post("/reconciliations", "Reconcile a month", job),
	"reconciliations.get": get("/reconciliations/{runId}", "One run: totals, what explains them, roll-forward"),
	"reconciliations.payouts": get("/reconciliations/{runId}/payouts", "Payouts of a run"),
	"reconciliations.proof": get("/reconciliations/{runId}/payouts/{payoutKey}/proof", "Proof of a payout"),
	"reconciliations.proofLine": get("/reconciliations/{runId}/payouts/{payoutKey}/proof/{category}", "Leaves of a line of a proof"),
	"reconciliations.exceptions": get("/reconciliations/{runId}/exceptions", "Exceptions of a run"),
	"reconciliations.matches": get("/reconciliations/{runId}/matches", "Matches of a run"),
};
