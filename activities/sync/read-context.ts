// Gives a connector what it may see: the connection's settings, its opened credentials, and narrow questions to our own rows.
import { connectorOf } from "../../connectors/registry.ts";
import type { AnyConnector } from "../../connectors/registry.ts";
import type { ReadContext } from "../../connectors/connector.ts";
import { type ConnectionRow, connectionOf, sealedSecretsOf } from "../../db/sync/connection.store.ts";
import { ourTotal } from "../../db/sync/control-total.store.ts";
import { importedFilesOf } from "../../db/sync/import-file.store.ts";
import { filesLetIn } from "./files-let-in.ts";
import { type ItemsRule, parentsWithin, pendingParents } from "../../db/sync/parent-items.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { type SyncLimits, syncLimits } from "../../domain/sync/history-budget.ts";
import { type VendorId, isVendorId, vendors } from "../../domain/sync/vendors/vendors.ts";
import type { ActivityContext } from "../core/define-activity.ts";

export interface OpenConnection {
	readonly connection: ConnectionRow;
	readonly vendor: VendorId;
	readonly connector: AnyConnector;
	readonly secrets: Readonly<Record<string, string>>;
}

interface OfConnection {
	readonly tenantId: string;
	readonly connectionId: string;
}

/** @throws TieoutError NOT_FOUND, or SECRET_UNREADABLE */
export async function openConnection(ctx: ActivityContext, { tenantId, connectionId }: OfConnection): Promise<OpenConnection> {
	const [connection, sealed] = await ctx.withTenant(async (em) => [
		await connectionOf(em, { tenantId, connectionId }),
		await sealedSecretsOf(em, { tenantId, connectionId }),
	]);
	if (connection === null || !isVendorId(connection.vendor))
		throw new TieoutError("NOT_FOUND", "The connection no longer exists, so there is nothing to sync.");
	const secrets = sealed === null ? {} : ctx.secrets.open({ tenantId, connectionId }, sealed);
	return { connection, vendor: connection.vendor, connector: connectorOf(connection.vendor), secrets };
}

/** The rule by which a stream's items add up to their parents; null for a stream that has no parents. */
export function itemsRule(open: OpenConnection, tenantId: string, stream: string): ItemsRule | null {
	const rule = open.connector.streams[stream]?.itemsOf;
	const declared: Readonly<Record<string, { readonly kind: ItemsRule["itemKind"] }>> = vendors[open.vendor].streams;
	const itemKind = declared[stream]?.kind;
	if (rule === undefined || itemKind === undefined) return null;
	return { tenantId, connectionId: open.connection.id, itemKind, ...rule };
}

// Beyond what any vendor's page takes; the connector's own limit per request is shorter.
const mostMs = 600_000;
const mostBytes = 256 * 1_048_576;

export function readContext(
	ctx: ActivityContext,
	open: OpenConnection,
	input: OfConnection & {
		readonly jobId: string;
		readonly startedAt: string;
		readonly stream: string | null;
		readonly limits?: Partial<SyncLimits>;
	},
): ReadContext {
	const { tenantId, connectionId, jobId } = input;
	const rule = input.stream === null ? null : itemsRule(open, tenantId, input.stream);
	return {
		baseUrl: open.connection.baseUrl,
		config: open.connection.config,
		secrets: open.secrets,
		now: () => ctx.clock.now().toISOString(),
		runStartedAt: input.startedAt,
		signal: ctx.signal,
		fetch: ctx.outside.fetchWithin({ timeoutMs: mostMs, maxBytes: mostBytes }),
		requestTimeoutMs: (input.limits?.secondsPerRequest ?? syncLimits.secondsPerRequest) * 1000,
		pendingParents: async (limit) => (rule === null ? [] : ctx.withTenant((em) => pendingParents(em, { ...rule, limit }))),
		parentsWithin: async (days) => (rule === null ? [] : ctx.withTenant((em) => parentsWithin(em, { ...rule, ...days }))),
		pendingFiles: () => ctx.withTenant((em) => filesLetIn(em, { tenantId, connectionId })),
		importedFiles: () => ctx.withTenant((em) => importedFilesOf(em, { tenantId, jobId })),
		fileSource: ({ name, stored }) => ({
			name,
			sizeBytes: stored.sizeBytes,
			bytes: (range) => ctx.storage.getStream(tenantId, stored.key, range),
		}),
		ourSum: async (of) => {
			const { minor, count } = await ctx.withTenant((em) => ourTotal(em, { tenantId, connectionId, ...of }));
			return { minor: BigInt(minor), count };
		},
	};
}
