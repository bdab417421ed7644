// The lines of an export: one JSON object a line, so that a file of any length is written and read in bounded memory.
//
//   {"format":"tieout-audit-export/1","tenant":…,"from":{"count":0,"head":…},"at":…}
//   {"seq":1,"hash":…,"event":{…},"personal":{"actor.name":{"salt":…,"value":…}}}      an event
//   {"seq":2,"hash":…}                                                                  its place alone: the event is archived
//   {"sealed":{"count":1000,"head":…}}                                                  the head after a batch
//   {"checkpoint":{…}}                                                                  a signed one, where it belongs
import { canonicalJson } from "../../core/canonical-json.ts";
import { type AuditEvent, eventText, isRecord, readEventText } from "./audit-event.ts";
import type { ChainHead } from "./chain.ts";
import { type Checkpoint, checkpointText, isCount, readCheckpoint } from "./checkpoint.ts";

export const exportFormat = "tieout-audit-export/1";

export interface ExportHead {
	readonly tenantId: string;
	/** The chain before the first line: the empty one where the export begins with the first event. */
	readonly from: ChainHead;
	readonly at: string;
}

export interface SaltedValue {
	readonly salt: string;
	readonly value: string;
}

export interface EventLine {
	readonly seq: number;
	/** As it was sealed. */
	readonly hash: string;
	/** null: not in this file. */
	readonly event: AuditEvent | null;
	/** By field; what was erased is missing. */
	readonly personal: Readonly<Record<string, SaltedValue>>;
}

export type ExportLine =
	| { readonly kind: "head"; readonly head: ExportHead }
	| { readonly kind: "event"; readonly line: EventLine }
	| { readonly kind: "sealed"; readonly sealed: ChainHead }
	| { readonly kind: "checkpoint"; readonly checkpoint: Checkpoint };

export const headLine = ({ tenantId, from, at }: ExportHead): string =>
	canonicalJson({ format: exportFormat, tenant: tenantId, from: { count: from.count, head: from.head }, at });

/** Put together by hand, so that the event is spelt as it is hashed. */
export function eventLine({ seq, hash, event, personal }: EventLine): string {
	if (event === null) return `{"seq":${seq},"hash":"${hash}"}`;
	const salted = Object.fromEntries(Object.entries(personal).map(([field, { salt, value }]) => [field, { salt, value }]));
	return `{"seq":${seq},"hash":"${hash}","event":${eventText(event)},"personal":${canonicalJson(salted)}}`;
}

export const sealedLine = ({ count, head }: ChainHead): string => canonicalJson({ sealed: { count, head } });

export const checkpointLine = (checkpoint: Checkpoint): string => `{"checkpoint":${checkpointText(checkpoint)}}`;

const hexHash = /^[0-9a-f]{64}$/;

/** null: no line of this format. */
export function readLine(text: string): ExportLine | null {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return null;
	}
	if (!isRecord(value)) return null;
	if ("seq" in value) return readEvent(value);
	if ("sealed" in value) {
		const sealed = readHead(value["sealed"]);
		return sealed === null ? null : { kind: "sealed", sealed };
	}
	if ("checkpoint" in value) {
		const checkpoint = readCheckpoint(value["checkpoint"]);
		return checkpoint === null ? null : { kind: "checkpoint", checkpoint };
	}
	const from = readHead(value["from"]);
	const { format, tenant, at } = value;
	if (format !== exportFormat || typeof tenant !== "string" || typeof at !== "string" || from === null) return null;
	return { kind: "head", head: { tenantId: tenant, from, at } };
}

function readEvent(value: Readonly<Record<string, unknown>>): ExportLine | null {
	const { seq, hash } = value;
	if (!isCount(seq) || seq === 0 || typeof hash !== "string" || !hexHash.test(hash)) return null;
	if (!("event" in value)) return { kind: "event", line: { seq, hash, event: null, personal: {} } };
	const event = readEventText(value["event"]);
	const personal = readPersonal(value["personal"]);
	return event === null || personal === null ? null : { kind: "event", line: { seq, hash, event, personal } };
}

function readPersonal(value: unknown): Readonly<Record<string, SaltedValue>> | null {
	if (!isRecord(value)) return null;
	const isSalted = (each: unknown): each is SaltedValue =>
		isRecord(each) && typeof each["salt"] === "string" && typeof each["value"] === "string";
	return Object.values(value).every(isSalted) ? (value as Readonly<Record<string, SaltedValue>>) : null;
}

function readHead(value: unknown): ChainHead | null {
	if (!isRecord(value)) return null;
	const { count, head } = value;
	return isCount(count) && typeof head === "string" && hexHash.test(head) ? { count, head } : null;
}
