// OAuth 2.0 client credentials as NetSuite does them: a JWT signed with the certificate's key (PS or ES, no PKCS1 v1.5), tokens of one hour.
// Token lifetimes are real time; the sandbox clock has no say here.
import { type KeyObject, randomBytes } from "node:crypto";
import { decodeProtectedHeader, errors, jwtVerify } from "jose";
import { jsonReply, type VendorReply, type VendorRequest } from "../core/vendor-reply.ts";
import type { ClientRegistry } from "./client-registry.ts";

export const tokenPath = "/services/rest/auth/oauth2/v1/token";
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const algorithms = ["PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];
export const tokenSeconds = 3_600;

export interface TokenDesk {
	readonly answer: (request: VendorRequest) => Promise<VendorReply>;
	/** The company a bearer token speaks for, or null when it is unknown or has expired. */
	readonly companyOf: (authorization: string | undefined) => string | null;
	/** Ends every token that was issued; new ones can be had. */
	readonly revokeAll: () => void;
}

const refused = (status: number, error: string, description: string): VendorReply =>
	jsonReply(status, { error, error_description: description });

/**
 * @param nowMs wall clock, given so that tests can let tokens expire
 * @param refuses whether no certificate is accepted at the moment
 */
export function tokenDesk(clients: ClientRegistry, nowMs: () => number, refuses: () => boolean = () => false): TokenDesk {
	const tokens = new Map<string, { company: string; expiresAtMs: number }>();
	const answer = async (request: VendorRequest): Promise<VendorReply> => {
		if (request.method !== "POST") return refused(400, "invalid_request", "The token endpoint takes POST.");
		const form = new URLSearchParams(request.body);
		if (form.get("grant_type") !== "client_credentials")
			return refused(400, "unsupported_grant_type", "Only client_credentials is supported.");
		if (form.get("client_assertion_type") !== assertionType)
			return refused(400, "invalid_request", `client_assertion_type must be ${assertionType}.`);
		const company = refuses() ? null : await companyOfAssertion(form.get("client_assertion") ?? "", clients, nowMs());
		if (company === null) return refused(401, "invalid_client", "Client authentication failed.");
		const token = randomBytes(32).toString("base64url");
		tokens.set(token, { company, expiresAtMs: nowMs() + tokenSeconds * 1000 });
		return jsonReply(200, { access_token: token, expires_in: String(tokenSeconds), token_type: "bearer" }, { "cache-control": "no-store" });
	};
	const companyOf = (authorization: string | undefined): string | null => {
		const [scheme = "", token = ""] = (authorization ?? "").split(" ");
		const known = scheme.toLowerCase() === "bearer" ? tokens.get(token) : undefined;
		return known === undefined || known.expiresAtMs <= nowMs() ? null : known.company;
	};
	return { answer, companyOf, revokeAll: () => tokens.clear() };
}

/** PS with an RSA key, ES with an elliptic one. */
const fits = (alg: string, { asymmetricKeyType: type }: KeyObject): boolean =>
	alg.startsWith("PS") ? type === "rsa" || type === "rsa-pss" : alg.startsWith("ES") && type === "ec";

async function companyOfAssertion(assertion: string, clients: ClientRegistry, nowMs: number): Promise<string | null> {
	try {
		const { kid = "", alg = "" } = decodeProtectedHeader(assertion);
		const [, claims = ""] = assertion.split(".");
		const { iss = "" } = JSON.parse(Buffer.from(claims, "base64url").toString("utf8")) as { iss?: string };
		const client = clients.find(iss, kid);
		if (client === null || !fits(alg, client.publicKey)) return null;
		const options = { algorithms, requiredClaims: ["iss", "aud", "iat", "exp", "scope"], currentDate: new Date(nowMs) };
		const { payload } = await jwtVerify(assertion, client.publicKey, options);
		const audiences = Array.isArray(payload.aud) ? payload.aud : [payload.aud ?? ""];
		const lifetime = (payload.exp ?? 0) - (payload.iat ?? 0);
		const scopes = ([] as unknown[]).concat(payload.scope ?? []).flatMap((scope) => String(scope).split(/[ ,]+/));
		const accepted =
			audiences.some((audience) => audience.endsWith(tokenPath)) && lifetime <= tokenSeconds && scopes.includes("rest_webservices");
		return accepted ? client.company : null;
	} catch (error) {
		if (error instanceof errors.JOSEError || error instanceof SyntaxError || error instanceof TypeError) return null;
		throw error;
	}
}
