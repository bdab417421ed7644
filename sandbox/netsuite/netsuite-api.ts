// NetSuite's REST services over the companies: token endpoint, SuiteQL, and the account-wide limit on concurrent requests.
import { setTimeout } from "node:timers/promises";
import type { Company } from "../company/company.ts";
import type { FaultDesk } from "../core/faults.ts";
import type { VendorReply, VendorRequest } from "../core/vendor-reply.ts";
import { itemInNewShape, withNewNames } from "./changed-schema.ts";
import { invalidLogin, NetSuiteRefusal, netsuiteRefusal, tooManyRequests } from "./errors.ts";
import { executeSpoiled } from "./spoiled-line.ts";
import type { Tables } from "./suiteql/execute.ts";
import { parseQuery } from "./suiteql/parse.ts";
import { type SuiteqlDesk, suiteqlPath, suiteqlReply } from "./suiteql-endpoint.ts";
import { tablesOf } from "./tables.ts";
import { type TokenDesk, tokenPath } from "./token-endpoint.ts";

export interface NetSuiteApi {
	readonly answer: (request: VendorRequest, baseUrl: string) => Promise<VendorReply>;
}

export interface NetSuiteDesk {
	readonly tokens: TokenDesk;
	readonly faults: FaultDesk;
	readonly company: (slug: string) => Company;
	readonly accountOf: (slug: string) => string;
	/** 5 for the Standard service tier. */
	readonly concurrency: number;
	/** How long a query takes at least; without it requests never overlap. */
	readonly latencyMs: number;
}

export function netsuiteApi({ tokens, faults, company, accountOf, concurrency, latencyMs }: NetSuiteDesk): NetSuiteApi {
	const made = new WeakMap<Company, Tables>();
	const tables = (owner: Company): Tables => {
		const known = made.get(owner) ?? tablesOf(owner);
		made.set(owner, known);
		return known;
	};
	const busy = new Map<string, number>();
	const query = async (slug: string, request: VendorRequest, baseUrl: string): Promise<VendorReply> => {
		const running = busy.get(slug) ?? 0;
		if (running >= concurrency) throw tooManyRequests();
		busy.set(slug, running + 1);
		try {
			if (latencyMs > 0) await setTimeout(latencyMs);
			const changes = faults.lasting("schema_change", "netsuite");
			const shown = withNewNames(tables(company(slug)), changes);
			const spoiled = faults.lasting("unparseable", "netsuite");
			const run: SuiteqlDesk["run"] = (text, window) => executeSpoiled(parseQuery(text), shown, spoiled, window);
			const reply = suiteqlReply(request, baseUrl, { run, shape: (item) => itemInNewShape(item, changes) });
			return { ...reply, headers: { ...reply.headers, "x-n-operationid": `sandbox-${accountOf(slug)}` } };
		} finally {
			busy.set(slug, (busy.get(slug) ?? 1) - 1);
		}
	};
	const answer: NetSuiteApi["answer"] = async (request, baseUrl) => {
		try {
			if (request.path === tokenPath) return await tokens.answer(request);
			const revoked = faults.lasting("revoked_token", "netsuite").length > 0;
			const slug = revoked ? null : tokens.companyOf(request.headers.authorization);
			if (slug === null) throw invalidLogin("TSTDRV");
			if (request.path === suiteqlPath) return await query(slug, request, baseUrl);
			const detail = `Error while accessing a resource. The resource '${request.path}' does not exist.`;
			throw new NetSuiteRefusal(404, "NONEXISTENT_RECORD_TYPE", detail);
		} catch (error) {
			if (error instanceof NetSuiteRefusal) return netsuiteRefusal(error);
			throw error;
		}
	};
	return { answer };
}
