// The sandbox's control door, as its page uses it: faults are made and ended, mails that were sent are read.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import type { ThrowawayStack } from "../../scripts/throwaway-stack.ts";

export const controlUrl = ({ port }: ThrowawayStack): string => `http://127.0.0.1:${port + 4}/__control`;

export const controlToken = ({ home }: ThrowawayStack): string => readFileSync(join(home, "keys/sandbox-control.token"), "utf8").trim();

async function control<T>(stack: ThrowawayStack, method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<T> {
	const answer = await fetch(`${controlUrl(stack)}/${path}`, {
		method,
		headers: { "content-type": "application/json", "x-control-token": controlToken(stack) },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	expect(answer.status).toBe(200);
	return (await answer.json()) as T;
}

export const makeFault = (stack: ThrowawayStack, fault: Readonly<Record<string, unknown>>): Promise<unknown> =>
	control(stack, "POST", "faults", fault);

/** Ends all of them. */
export const endFaults = (stack: ThrowawayStack): Promise<unknown> => control(stack, "DELETE", "faults");

/** Every answer of every vendor takes so long, until the faults are ended: a person is always in time. */
export async function slowVendors(stack: ThrowawayStack, seconds: number): Promise<void> {
	for (const vendor of ["stripe", "netsuite"]) await makeFault(stack, { kind: "slow_body", vendor, seconds, times: 1000 });
}

/** The link of the newest mail to an address, once it has come. */
export async function linkMailedTo(stack: ThrowawayStack, address: string): Promise<string> {
	let link: string | undefined;
	await expect(async () => {
		const { mails } = await control<{ mails: { to: string[]; text: string }[] }>(stack, "GET", "mails");
		link = /https?:\/\/\S+/.exec(mails.find(({ to }) => to.includes(address))?.text ?? "")?.[0];
		expect(link).toBeDefined();
	}).toPass({ timeout: 120_000 });
	return link ?? "";
}
