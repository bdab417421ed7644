// New credentials of a connection: an empty field keeps what is stored, and nothing that can't be right is stored.
import { describe, expect, test } from "vitest";
import { credentialFields, enteredCredentials } from "../../domain/sync/vendors/credentials.ts";

const pem = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n";
const stored = { accountId: "TSTDRV1", clientId: "client", certificateId: "old", privateKeyPem: pem };

describe("what a person enters", () => {
	test("is asked by the vendor: a key of Stripe, three things of NetSuite, nothing of uploaded files", () => {
		expect(credentialFields("stripe").map(({ name }) => name)).toEqual(["apiKey"]);
		expect(credentialFields("netsuite").map(({ name }) => name)).toEqual(["clientId", "certificateId", "privateKeyPem"]);
		expect(credentialFields("files")).toEqual([]);
	});

	test("takes the place of that field alone; the others and the webhooks' secret stay", () => {
		const entered = enteredCredentials("netsuite", stored, { clientId: "", certificateId: " new ", privateKeyPem: "" });
		expect(entered).toEqual({ ok: true, values: { ...stored, certificateId: "new" }, replaced: ["certificateId"] });
		const stripe = enteredCredentials("stripe", { apiKey: "rk_test_oldoldold", webhookSecret: "whsec_x" }, { apiKey: "rk_live_newnewnew" });
		expect(stripe).toMatchObject({ ok: true, values: { apiKey: "rk_live_newnewnew", webhookSecret: "whsec_x" } });
	});

	test.each([
		["netsuite", stored, { privateKeyPem: "a certificate" }, "privateKeyPem", "Private key: this can’t be it."],
		["netsuite", {}, { clientId: "client", certificateId: "new" }, "privateKeyPem", "Private key: nothing is stored yet"],
		["netsuite", stored, { clientId: " " }, "clientId", "Enter what is new"],
		["stripe", { apiKey: "rk_test_oldoldold" }, { webhookSecret: "whsec_other" }, "webhookSecret", "no such credential"],
		["stripe", {}, { apiKey: "whsec_notakey" }, "apiKey", "API key: this can’t be it."],
	])("of %s is refused in words that don't repeat it (%#)", (vendor, before, values, field, sentence) => {
		const entered = enteredCredentials(vendor, before, values);
		expect(entered).toMatchObject({ ok: false, field });
		if (entered.ok) throw new Error("it was taken");
		expect(entered.sentence).toContain(sentence);
		for (const value of Object.values(values)) if (value.trim() !== "") expect(entered.sentence).not.toContain(value);
	});
});
