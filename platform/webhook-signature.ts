// Signatures of webhooks: ours as Standard Webhooks lays them down, and vendors' in the form "t=<seconds>,v1=<hex>". Compared in
// constant time; a signature is good for some minutes only, so that what was overheard can't be sent again later.
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const prefix = "whsec_";

/** A new secret: 32 random bytes in the form in which it is shown and copied. */
export const newWebhookSecret = (): string => `${prefix}${randomBytes(32).toString("base64")}`;

export interface SignedMessage {
	readonly id: string;
	/** Unix time of this try. */
	readonly atSeconds: number;
	readonly body: string;
	/** The newest first; each signs. */
	readonly secrets: readonly string[];
}

/** The header `webhook-signature`: "v1,<base64>" for each secret, with spaces between. */
export function webhookSignature({ id, atSeconds, body, secrets }: SignedMessage): string {
	const signed = secrets.map((secret) =>
		createHmac("sha256", Buffer.from(secret.slice(prefix.length), "base64"))
			.update(`${id}.${atSeconds}.${body}`)
			.digest("base64"),
	);
	return signed.map((signature) => `v1,${signature}`).join(" ");
}

const toleranceSeconds = 300;

export interface TimedSignature {
	/** "t=1700000000,v1=<hex>,v1=<hex>": one v1 for each secret that signs. */
	readonly header: string | undefined;
	readonly secret: string;
	readonly body: Uint8Array;
	readonly nowMs: number;
}

/** What is wrong with a "t=…,v1=…" header (Stripe's scheme); null: made with this secret over these bytes, within five minutes. */
export function timedSignatureFault({ header, secret, body, nowMs }: TimedSignature): "unsigned" | "wrong" | "late" | null {
	const parts = (header ?? "").split(",", 20).map((part) => part.trim().split("=", 2));
	const at = parts.find(([name]) => name === "t")?.[1] ?? "";
	if (!/^\d{1,12}$/.test(at)) return "unsigned";
	const expected = createHmac("sha256", secret).update(`${at}.`).update(body).digest();
	const fits = parts.some(([name, value = ""]) => {
		const given = name === "v1" ? Buffer.from(value, "hex") : Buffer.alloc(0);
		return given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
	});
	if (!fits) return "wrong";
	return Math.abs(nowMs / 1000 - Number(at)) > toleranceSeconds ? "late" : null;
}
