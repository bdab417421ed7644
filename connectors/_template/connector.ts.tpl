// __Title__: its streams, its totals and the question that tests a connection.
import type { Connector } from "../connector.ts";
import { ask__Vendor__ } from "./client.ts";
import { entries } from "./entries.ts";
import { __vendor__Totals } from "./totals.ts";

export const __vendor__Connector: Connector<"__vendor__"> = {
	streams: { entries },
	async test(context) {
		await ask__Vendor__(context, "/balances");
		return { account: "__Title__" };
	},
	totals: __vendor__Totals,
};
