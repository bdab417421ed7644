// The list of topics is what people choose from, so each must be told by somebody, and nothing may be told that isn't in it.
import { expect, it } from "vitest";
import { eventTopics, subscribableTopics } from "../../domain/tenancy/events.ts";
import { eventOfJob } from "../../domain/tenancy/job-event.ts";
import { readSource, repositoryFiles } from "../support/source-files.ts";

const tellers = repositoryFiles().filter(
	(path) => /^(activities|api|db|domain)\/.*\.ts$/.test(path) && !/\.test\.ts$|tenancy\/events\.ts$/.test(path),
);
const told = tellers.map((path) => readSource(path)).join("\n");

it.each(Object.keys(eventTopics))("%s is told somewhere", (topic) => {
	expect(told).toContain(`"${topic}"`);
});

it("a test is no topic to choose", () => {
	expect(subscribableTopics).not.toContain("webhook.test");
	expect(subscribableTopics).toHaveLength(Object.keys(eventTopics).length - 1);
});

const ended = {
	id: "j",
	rowsRead: 3,
	rowsWritten: 2,
	failureCode: null,
	input: { connectionId: "c", note: "not for others", limits: {} },
} as const;

it("the end of a sync names its connection and its counts, and nothing else of its input (E11)", () => {
	const payload = { jobId: "j", connectionId: "c", needsLook: true, rowsRead: 3, rowsWritten: 2 };
	expect(eventOfJob({ ...ended, kind: "sync", status: "check" })).toEqual({ topic: "sync.completed", key: "c", payload });
	expect(eventOfJob({ ...ended, kind: "sync", status: "timed_out", failureCode: "TIMED_OUT" })).toEqual({
		topic: "sync.failed",
		key: "c",
		payload: { jobId: "j", connectionId: "c", status: "timed_out", code: "TIMED_OUT" },
	});
});

it("a job that joined another one, and a kind that nobody waits for, tell nothing", () => {
	expect(eventOfJob({ ...ended, kind: "sync", status: "joined" })).toBeNull();
	expect(eventOfJob({ ...ended, kind: "archive", status: "done" })).toBeNull();
});
