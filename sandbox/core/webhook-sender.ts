// Sends webhooks as Stripe does: signed over "<time>.<body>", in order, tried again for a while when nobody takes them. It forgets
// what was never taken; a vendor would too, after some days.
import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

export interface WebhookTarget {
	readonly url: string;
	readonly secret: string;
}

export interface WebhookSender {
	/** Whether somebody wants to be told of this company. */
	readonly has: (slug: string) => boolean;
	readonly register: (slug: string, target: WebhookTarget) => void;
	/** Sends one after the other, behind what is still on its way to this company. */
	readonly send: (slug: string, bodies: readonly string[]) => void;
	/** Sends everything that was sent to this company once more. */
	readonly again: (slug: string) => number;
	/** Resolves when nothing is on its way. */
	readonly idle: () => Promise<void>;
	readonly stop: () => void;
}

const pausesMs = [500, 2_000, 5_000, 15_000];

/** @param nowMs the wall clock: receivers hold a signature's time against theirs */
export function webhookSender(nowMs: () => number): WebhookSender {
	const targets = new Map<string, WebhookTarget>();
	const sent = new Map<string, string[]>();
	const queues = new Map<string, Promise<void>>();
	const stopping = new AbortController();

	const post = async ({ url, secret }: WebhookTarget, body: string): Promise<boolean> => {
		const at = Math.floor(nowMs() / 1000);
		const signature = createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
		const answer = await fetch(url, {
			method: "POST",
			headers: {
				"content-type": "application/json; charset=utf-8",
				"stripe-signature": `t=${at},v1=${signature}`,
				"user-agent": "Stripe/1.0",
			},
			body,
			redirect: "error",
			signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(20_000)]),
		}).catch(() => null);
		await answer?.body?.cancel();
		return answer?.ok === true;
	};
	const deliver = async (slug: string, bodies: readonly string[]): Promise<void> => {
		for (const body of bodies) {
			const target = targets.get(slug);
			for (let turn = 0; target !== undefined && !stopping.signal.aborted && !(await post(target, body)); turn++) {
				const pause = pausesMs[turn];
				if (pause === undefined) break;
				await sleep(pause, undefined, { signal: stopping.signal }).catch(() => undefined);
			}
		}
	};
	const send: WebhookSender["send"] = (slug, bodies) => {
		if (!targets.has(slug) || bodies.length === 0) return;
		sent.set(slug, [...(sent.get(slug) ?? []), ...bodies]);
		enqueue(slug, bodies);
	};
	const enqueue = (slug: string, bodies: readonly string[]): void => {
		const before = queues.get(slug) ?? Promise.resolve();
		queues.set(
			slug,
			before.then(() => deliver(slug, bodies)),
		);
	};
	return {
		has: (slug) => targets.has(slug),
		register: (slug, target) => {
			targets.set(slug, target);
		},
		send,
		again: (slug) => {
			const bodies = sent.get(slug) ?? [];
			enqueue(slug, bodies);
			return bodies.length;
		},
		idle: async () => {
			await Promise.all(queues.values());
		},
		stop: () => stopping.abort(),
	};
}
