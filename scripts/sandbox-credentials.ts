// Introduces the demo connections to the sandbox: asks it for each company's keys, and registers the certificate with which our
// NetSuite client signs. The key pairs are made once per home, because the connections keep the private halves.
import { createHash, createPublicKey, generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { demoConnectionId, type DemoSlug, demoSlugs } from "../db/seeds/demo.ts";
import type { DemoCredentials } from "../db/seeds/seed.ts";

export interface SandboxDoor {
	url: string;
	controlToken: string;
	/** Where the key pairs are kept. */
	dir: string;
	/** Where our API answers, so that the sandbox's Stripe sends its webhooks there; left out: it sends none. */
	apiUrl?: string;
}

interface SandboxCompany {
	slug: string;
	stripeKey: string;
	stripeWebhookSecret: string;
	netsuiteAccount: string;
	netsuiteClientId: string;
}

export async function introduceToSandbox(door: SandboxDoor): Promise<Record<DemoSlug, DemoCredentials>> {
	const { companies } = (await control(door, "GET", "credentials")) as { companies: readonly SandboxCompany[] };
	const entries = await Promise.all(demoSlugs.map(async (slug) => [slug, await introduce(door, slug, companies)] as const));
	return Object.fromEntries(entries) as Record<DemoSlug, DemoCredentials>;
}

async function introduce(door: SandboxDoor, slug: DemoSlug, companies: readonly SandboxCompany[]): Promise<DemoCredentials> {
	const company = companies.find((one) => one.slug === slug);
	if (company === undefined) throw new Error(`The sandbox plays no company ${slug}.`);
	const privateKeyPem = keptKey(join(door.dir, `netsuite-${slug}.pem`));
	const publicKeyPem = createPublicKey(privateKeyPem).export({ type: "spki", format: "pem" }).toString();
	const certificateId = createHash("sha256").update(publicKeyPem).digest("base64url");
	await control(door, "POST", "netsuite-client", { company: slug, certificateId, publicKeyPem });
	if (door.apiUrl !== undefined)
		await control(door, "POST", "stripe-webhook", { company: slug, url: `${door.apiUrl}/hooks/${demoConnectionId(slug, "stripe")}` });
	const { stripeKey, stripeWebhookSecret, netsuiteAccount, netsuiteClientId } = company;
	return {
		stripe: { apiKey: stripeKey, webhookSecret: stripeWebhookSecret },
		netsuite: { accountId: netsuiteAccount, clientId: netsuiteClientId, certificateId, privateKeyPem },
	};
}

function keptKey(file: string): string {
	if (!existsSync(file)) {
		const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
		writeFileSync(file, privateKey.export({ type: "pkcs8", format: "pem" }), { mode: 0o600 });
	}
	return readFileSync(file, "utf8");
}

async function control({ url, controlToken }: SandboxDoor, method: "GET" | "POST", name: string, body?: object): Promise<unknown> {
	const reply = await fetch(`${url}/__control/${name}`, {
		method,
		headers: { "x-control-token": controlToken, "content-type": "application/json" },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	if (!reply.ok) throw new Error(`The sandbox refused /__control/${name}: ${reply.status} ${await reply.text()}`);
	return reply.json();
}
