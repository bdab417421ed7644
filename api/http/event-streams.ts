// The open event streams of this process: each gets its own tenant's changes that its role may know of, and ends within two
// seconds of its session's end, a switch of company, or the loss of the role.
import type { Response } from "express";
import type { Logger } from "pino";
import { type Access, may, type Permission } from "../../domain/tenancy/permissions.ts";
import { accessesOf } from "../../db/tenancy/access.store.ts";
import { type Session, sessionsByTokenHashes } from "../../db/tenancy/session.store.ts";
import { withTenant } from "../../db/tenant-scope.ts";
import type { Topic } from "../../db/notify.ts";
import type { Orm } from "../../db/orm.ts";
import type { Change, ChangeFeed } from "./change-feed.ts";

const checkEveryMs = 1500;
const commentEveryMs = 15_000;
// A browser that reads nothing must not fill our memory: it comes back by itself and reads everything again.
const maxBacklogBytes = 256 * 1024;

/** Who hears of each topic: one that is missing here doesn't compile. */
const topicPermission: Readonly<Record<Topic, Permission>> = {
	jobs: "jobs.read",
	connections: "connections.read",
	reconciliations: "reconciliations.read",
	files: "files.read",
	incidents: "incidents.read",
	webhooks: "webhooks.read",
	// Whoever has a page open has an access that may have changed; what of it they may read is asked where it is read.
	access: "events.read",
	audit: "audit.read",
};

interface EventStream {
	readonly res: Response;
	readonly tokenHash: string;
	readonly session: Session;
	access: Access;
}

export interface EventStreams {
	readonly open: (stream: EventStream) => void;
	/** A session ended or moved: its streams needn't wait for the next round. */
	readonly checkNow: () => void;
	readonly stop: () => void;
}

export function eventStreams(orm: Orm, feed: ChangeFeed, log: Logger): EventStreams {
	const streams = new Set<EventStream>();

	const send = (stream: EventStream, text: string): void => {
		stream.res.write(text);
		if (stream.res.writableLength > maxBacklogBytes) stream.res.destroy();
	};
	const close = (stream: EventStream, reason: "session" | "tenant"): void => {
		streams.delete(stream);
		stream.res.end(`event: closed\ndata: ${JSON.stringify({ reason })}\n\n`);
	};
	const changed = ({ tenant, topic, key }: Change): void => {
		// From a version that knows more topics than this one, nobody hears.
		const permission = Object.hasOwn(topicPermission, topic) ? topicPermission[topic as Topic] : undefined;
		if (permission === undefined) return;
		const text = (of: string): string => `data: ${JSON.stringify({ topic, key: of })}\n\n`;
		const [named, unnamed] = [text(key), text("")];
		// Whoever is limited to entities hears that something changed, not which: it may belong to an entity that they don't see.
		for (const stream of streams)
			if (stream.session.tenantId === tenant && may(stream.access, permission))
				send(stream, stream.access.entityIds === null ? named : unnamed);
	};
	const missed = (): void => {
		for (const stream of streams) send(stream, "event: refetch\ndata: {}\n\n");
	};
	const check = async (): Promise<void> => {
		const open = [...streams];
		if (open.length === 0) return;
		const sessions = await sessionsByTokenHashes(orm, [...new Set(open.map((stream) => stream.tokenHash))]);
		const kept = open.filter((stream) => {
			const session = sessions.get(stream.tokenHash);
			if (session?.tenantId === stream.session.tenantId) return true;
			close(stream, session === undefined ? "session" : "tenant");
			return false;
		});
		for (const [tenantId, ofTenant] of Map.groupBy(kept, (stream) => stream.session.tenantId)) {
			const userIds = [...new Set(ofTenant.map((stream) => stream.session.userId))];
			const accesses = await withTenant(orm, { tenantId }, (em) => accessesOf(em, { tenantId, userIds }));
			for (const stream of ofTenant) {
				const access = accesses.get(stream.session.userId);
				if (access === undefined || !may(access, "events.read")) close(stream, "tenant");
				else stream.access = access;
			}
		}
	};

	const unsubscribe = feed.subscribe({ changed, missed });
	let checking = false;
	let again = false;
	const checkNow = (): void => {
		again = checking;
		if (checking) return;
		checking = true;
		check()
			// The database being away is no reason to trust a session longer: the streams end, and browsers come back to a 503.
			.catch((error: unknown) => {
				log.warn({ err: error }, "sessions of open event streams could not be checked");
				for (const stream of streams) stream.res.end();
				streams.clear();
			})
			.finally(() => {
				checking = false;
				if (again) checkNow();
			});
	};
	const checks = setInterval(checkNow, checkEveryMs);
	const comments = setInterval(() => {
		for (const stream of streams) send(stream, ": still here\n\n");
	}, commentEveryMs);

	return {
		open: (stream) => {
			stream.res.status(200).set({
				"content-type": "text/event-stream; charset=utf-8",
				"cache-control": "no-store, no-transform",
				"x-accel-buffering": "no",
			});
			stream.res.flushHeaders();
			stream.res.write("retry: 2000\n\n");
			stream.res.on("close", () => streams.delete(stream));
			stream.res.on("error", () => streams.delete(stream));
			streams.add(stream);
		},
		checkNow,
		stop: () => {
			clearInterval(checks);
			clearInterval(comments);
			unsubscribe();
			for (const stream of streams) stream.res.end();
			streams.clear();
		},
	};
}
