// Every connector. A vendor of domain/sync/vendors without an entry here, or a declared stream without a handler, does not compile.
import { vendors, type VendorId } from "../domain/sync/vendors/vendors.ts";
import type { Connector, ReadContext, Stream } from "./connector.ts";
import { filesConnector } from "./files/connector.ts";
import { netsuiteConnector } from "./netsuite/connector.ts";
import { stripeConnector } from "./stripe/connector.ts";

export const registry = {
	stripe: stripeConnector,
	netsuite: netsuiteConnector,
	files: filesConnector,
} satisfies { readonly [V in VendorId]: Connector<V> };

/** A connector with its streams by name, for code that works with any vendor. */
export interface AnyConnector {
	readonly streams: Readonly<Record<string, Stream>>;
	readonly waiting?: (context: ReadContext) => Promise<readonly string[]>;
	readonly test: Connector["test"];
	readonly totals: Connector["totals"];
}

export const connectorOf = (vendor: VendorId): AnyConnector => registry[vendor];

/** The streams of a vendor in the order in which they were declared, with what each waits for. */
export const streamsOf = (vendor: VendorId): readonly { readonly name: string; readonly after: readonly string[] }[] =>
	Object.entries(vendors[vendor].streams).map(([name, { after }]) => ({ name, after }));
