// NetSuite's REST services over the companies: token endpoint, SuiteQL, and the account-wide limit on concurrent requests.
import type { Company } from "../company/company.ts";
import type { FaultDesk } from "../core/faults.ts";
import type { VendorReply, VendorRequest } from "../core/vendor-reply.ts";
import { invalidLogin, NetSuiteRefusal, netsuiteRefusal, tooManyRequests } from "./errors.ts";
import { executeSpoiled } from "./spoiled-line.ts";
import type { Tables } from "./suiteql/execute.ts";
import { parseQuery } from "./suiteql/parse.ts";
import { suiteqlPath, suiteqlReply } from "./suiteql-endpoint.ts";
import { tablesOf } from "./tables.ts";
import { type TokenDesk, tokenPath } from "./token-endpoint.ts";

export interface NetSuiteApi {
	/** @param inFlight requests of this vendor that are being answered, this one included */
	readonly answer: (request: VendorRequest, baseUrl: string, inFlight: number) => Promise<VendorReply>;
}

export interface NetSuiteDesk {
	readonly tokens: TokenDesk;
	readonly faults: FaultDesk;
	readonly company: (slug: string) => Company;
	readonly accountOf: (slug: string) => string;
	/** 5 for the Standard service tier. */
	readonly concurrency: number;
}

export function netsuiteApi({ tokens, faults, company, accountOf, concurrency }: NetSuiteDesk): NetSuiteApi {
	const made = new WeakMap<Company, Tables>();
	const tables = (owner: Company): Tables => {
		const known = made.get(owner) ?? tablesOf(owner);
		made.set(owner, known);
		return known;
	};
	const answer: NetSuiteApi["answer"] = async (request, baseUrl, inFlight) => {
		try {
			if (request.path === tokenPath) return await tokens.answer(request);
			const slug = tokens.companyOf(request.headers.authorization);
			if (slug === null) throw invalidLogin("TSTDRV");
			if (inFlight > concurrency) throw tooManyRequests();
			if (request.path !== suiteqlPath)
				throw new NetSuiteRefusal(
					404,
					"NONEXISTENT_RECORD_TYPE",
					`Error while accessing a resource. The resource '${request.path}' does not exist.`,
				);
			const run = (query: string) => executeSpoiled(parseQuery(query), tables(company(slug)), faults.spoiled("netsuite"));
			const reply = suiteqlReply(request, baseUrl, run);
			return { ...reply, headers: { ...reply.headers, "x-n-operationid": `sandbox-${accountOf(slug)}` } };
		} catch (error) {
			if (error instanceof NetSuiteRefusal) return netsuiteRefusal(error);
			throw error;
		}
	};
	return { answer };
}
