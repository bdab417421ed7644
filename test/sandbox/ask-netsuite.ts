// Asks the NetSuite emulator as a client with a registered certificate does.
import { generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import type { Sandbox } from "../../sandbox/server.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });

export interface NetSuiteAnswer {
	readonly status: number;
	readonly headers: Headers;
	readonly body: { readonly items?: readonly Record<string, unknown>[]; readonly hasMore?: boolean; readonly [name: string]: unknown };
}

export interface NetSuiteAsker {
	/** The token endpoint's answer; `access_token` is kept for the queries that follow. */
	readonly login: () => Promise<NetSuiteAnswer>;
	readonly suiteql: (q: string, limit?: number) => Promise<NetSuiteAnswer>;
}

/** Speaks for the sandbox's first company. */
export function netsuiteAsker(sandbox: Sandbox): NetSuiteAsker {
	const [company] = sandbox.companies;
	const clientId = company?.netsuiteClientId ?? "";
	sandbox.registerNetSuiteClient({ company: company?.slug ?? "", clientId, certificateId: "cert-asker", publicKey });
	const root = `${sandbox.url}/netsuite/services/rest`;
	const tokenUrl = `${root}/auth/oauth2/v1/token`;
	let bearer = "";
	const answerOf = async (response: Response): Promise<NetSuiteAnswer> => ({
		status: response.status,
		headers: response.headers,
		body: (await response.json()) as NetSuiteAnswer["body"],
	});
	const login = async (): Promise<NetSuiteAnswer> => {
		const issued = Math.floor(Date.now() / 1_000);
		const assertion = await new SignJWT({ scope: ["rest_webservices"] })
			.setProtectedHeader({ alg: "PS256", kid: "cert-asker", typ: "JWT" })
			.setIssuer(clientId)
			.setAudience(tokenUrl)
			.setIssuedAt(issued)
			.setExpirationTime(issued + 300)
			.sign(privateKey);
		const form = new URLSearchParams({
			grant_type: "client_credentials",
			client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
			client_assertion: assertion,
		});
		const answer = await answerOf(await fetch(tokenUrl, { method: "POST", body: form }));
		if (typeof answer.body.access_token === "string") bearer = answer.body.access_token;
		return answer;
	};
	const suiteql = async (q: string, limit = 1_000): Promise<NetSuiteAnswer> => {
		if (bearer === "") await login();
		const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json", prefer: "transient" };
		const body = JSON.stringify({ q });
		return answerOf(await fetch(`${root}/query/v1/suiteql?limit=${limit}&offset=0`, { method: "POST", headers, body }));
	};
	return { login, suiteql };
}
