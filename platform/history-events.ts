// Histories as a list that people can read: every event with its time, its activity and one line of summary. Payloads are
// decrypted and redacted: ids, counts and words of ours are shown, any other text is not.
import proto, { type temporal } from "@temporalio/proto";
import type { LoadedDataConverter, Payload } from "@temporalio/common";
import { decodePayload } from "./history-payload.ts";
import type { RunHistory } from "./history.ts";
import { redact } from "./redact.ts";

export interface HistoryEvent {
	/** Unique in the job: "71" in its first run, "2-71" in its second. */
	readonly eventId: string;
	readonly runId: string;
	/** As Temporal calls it: "ActivityTaskCompleted". */
	readonly type: string;
	/** ISO instant. */
	readonly at: string;
	readonly summary: string;
	readonly activityId: string | null;
	readonly activityType: string | null;
	/** From 1, where the event knows it. */
	readonly attempt: number | null;
}

type ProtoEvent = temporal.api.history.v1.IHistoryEvent;

/** An id of one run as it is unique in the job: as it stands in the first run, "2-…" in the second. */
export const inRun = (runIndex: number, id: string): string => (runIndex === 0 ? id : `${runIndex + 1}-${id}`);

const idOf = (runIndex: number, event: ProtoEvent): string => inRun(runIndex, String(event.eventId));

/** All events of all runs, oldest first. */
export function listEvents(runs: readonly RunHistory[]): HistoryEvent[] {
	return runs.flatMap(({ runId, history }, runIndex) => {
		const events = history.events ?? [];
		const byId = new Map(events.map((event) => [String(event.eventId), event]));
		return events.map((event) => ({ eventId: idOf(runIndex, event), runId, ...describeEvent(event, byId) }));
	});
}

/** One event with its attributes, decrypted and redacted; null when there is none of that id. */
export async function readEvent(
	converter: LoadedDataConverter,
	workflowId: string,
	runs: readonly RunHistory[],
	eventId: string,
): Promise<(HistoryEvent & { readonly attributes: unknown }) | null> {
	for (const [runIndex, { runId, history }] of runs.entries()) {
		const events = history.events ?? [];
		const event = events.find((each) => idOf(runIndex, each) === eventId);
		if (event === undefined) continue;
		const byId = new Map(events.map((each) => [String(each.eventId), each]));
		const attributes = await decodeAttributes(converter, workflowId, attributesOf(event));
		return { eventId, runId, ...describeEvent(event, byId), attributes: redact(attributes) };
	}
	return null;
}

/** The event in which an activity's work ended (its scheduling, while it has not): the last link of the chain of custody. */
export function eventOfActivityIn(runs: readonly RunHistory[], runId: string, activityId: string): HistoryEvent | null {
	const own = listEvents(runs).filter((event) => event.runId === runId && event.activityId === activityId);
	return own.findLast((event) => event.type === "ActivityTaskCompleted") ?? own.at(-1) ?? null;
}

const typeNames = proto.temporal.api.enums.v1.EventType;

/** EVENT_TYPE_ACTIVITY_TASK_COMPLETED → ActivityTaskCompleted */
function typeName(event: ProtoEvent): string {
	const name = event.eventType == null ? "" : typeNames[event.eventType];
	return (name ?? "")
		.replace(/^EVENT_TYPE_/, "")
		.toLowerCase()
		.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

const isoOf = (time: ProtoEvent["eventTime"]): string =>
	new Date(Number(time?.seconds ?? 0) * 1000 + Math.floor((time?.nanos ?? 0) / 1e6)).toISOString();

function describeEvent(event: ProtoEvent, byId: ReadonlyMap<string, ProtoEvent>): Omit<HistoryEvent, "eventId" | "runId"> {
	const type = typeName(event);
	const closing =
		event.activityTaskStartedEventAttributes ??
		event.activityTaskCompletedEventAttributes ??
		event.activityTaskFailedEventAttributes ??
		event.activityTaskTimedOutEventAttributes ??
		event.activityTaskCanceledEventAttributes ??
		event.activityTaskCancelRequestedEventAttributes;
	const scheduled =
		event.activityTaskScheduledEventAttributes ??
		byId.get(String(closing?.scheduledEventId ?? ""))?.activityTaskScheduledEventAttributes ??
		null;
	const started =
		closing !== null && closing !== undefined && "startedEventId" in closing ? byId.get(String(closing.startedEventId)) : event;
	const attempt = started?.activityTaskStartedEventAttributes?.attempt ?? null;
	const activityType = scheduled?.activityType?.name ?? null;
	return {
		type,
		at: isoOf(event.eventTime),
		activityId: scheduled?.activityId ?? null,
		activityType,
		attempt,
		summary: summarise(event, activityType, attempt),
	};
}

function summarise(event: ProtoEvent, activityType: string | null, attempt: number | null): string {
	if (activityType !== null) {
		const code = event.activityTaskFailedEventAttributes?.failure?.applicationFailureInfo?.type;
		return [activityType, attempt !== null && attempt > 1 ? `try ${attempt}` : null, code].filter(Boolean).join(" · ");
	}
	if (event.workflowExecutionStartedEventAttributes) return event.workflowExecutionStartedEventAttributes.workflowType?.name ?? "";
	if (event.timerStartedEventAttributes) return `waits ${String(event.timerStartedEventAttributes.startToFireTimeout?.seconds ?? 0)} s`;
	if (event.workflowExecutionSignaledEventAttributes) return event.workflowExecutionSignaledEventAttributes.signalName ?? "";
	if (event.markerRecordedEventAttributes)
		return event.markerRecordedEventAttributes.markerName === "core_local_activity" ? "the job's row" : "";
	if (event.workflowExecutionFailedEventAttributes)
		return event.workflowExecutionFailedEventAttributes.failure?.applicationFailureInfo?.type ?? "";
	if (event.startChildWorkflowExecutionInitiatedEventAttributes) {
		return event.startChildWorkflowExecutionInitiatedEventAttributes.workflowType?.name ?? "";
	}
	return "";
}

/** The one attributes object that belongs to the event's type. */
function attributesOf(event: ProtoEvent): unknown {
	const entry = Object.entries(event).find(([key, value]) => key.endsWith("EventAttributes") && value !== null && value !== undefined);
	return entry?.[1] ?? {};
}

/** Walks the attributes and puts the decrypted value in place of each payload. */
async function decodeAttributes(converter: LoadedDataConverter, workflowId: string, value: unknown): Promise<unknown> {
	if (isPayload(value)) return decodePayload(converter, workflowId, value);
	if (Array.isArray(value)) return Promise.all(value.map((each) => decodeAttributes(converter, workflowId, each)));
	if (value === null || typeof value !== "object") return value;
	if (value instanceof Uint8Array) return undefined;
	// A protobuf 64-bit number.
	if ("low" in value && "high" in value) return Number(value);
	const entries = await Promise.all(
		Object.entries(value).map(async ([key, each]) => [key, await decodeAttributes(converter, workflowId, each)] as const),
	);
	return Object.fromEntries(entries.filter(([, each]) => each !== null && each !== undefined && each !== ""));
}

const isPayload = (value: unknown): value is Payload =>
	value !== null && typeof value === "object" && "metadata" in value && "data" in value && value.data instanceof Uint8Array;
