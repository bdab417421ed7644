// What a vendor's webhook has us read: the streams that its type is about. Its content is never believed.
import type { Vendor } from "./vendors/vendor.ts";

/** The streams, in the order in which the vendor declares them; empty: nothing has to be read. */
export function streamsTold(vendor: Vendor, eventType: string): readonly string[] {
	const about = Object.entries(vendor.webhooks?.streams ?? {}).find(([beginning]) => eventType.startsWith(beginning))?.[1] ?? [];
	return Object.keys(vendor.streams).filter((stream) => about.includes(stream));
}

/** A sync of the connection that is of interest to what waits to be read back. */
export interface SyncSeen {
	readonly jobId: string;
	readonly state: "open" | "ended well" | "ended badly";
	/** Asked for after the webhook had come. */
	readonly isLater: boolean;
	/** null: every stream. */
	readonly streams: readonly string[] | null;
}

export type ReadBackStep =
	/** A sync that began later has read it. */
	| { readonly kind: "read"; readonly jobId: string }
	/** One that began later could not read it. */
	| { readonly kind: "failed"; readonly jobId: string }
	/** One is under way; what comes next depends on which. */
	| { readonly kind: "wait" }
	| { readonly kind: "start" };

/** @param syncs the newest first */
export function readBackStep(syncs: readonly SyncSeen[], wanted: readonly string[]): ReadBackStep {
	const covers = ({ streams }: SyncSeen): boolean => streams === null || wanted.every((stream) => streams.includes(stream));
	const later = syncs.filter((sync) => sync.isLater && covers(sync));
	const read = later.find(({ state }) => state === "ended well");
	if (read !== undefined) return { kind: "read", jobId: read.jobId };
	if (syncs.some(({ state }) => state === "open")) return { kind: "wait" };
	const [failed] = later;
	return failed === undefined ? { kind: "start" } : { kind: "failed", jobId: failed.jobId };
}
