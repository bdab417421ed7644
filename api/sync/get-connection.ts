import { z } from "zod";
import { TieoutError } from "../../domain/core/errors.ts";
import { isVendorId, vendors } from "../../domain/sync/vendors/vendors.ts";
import type { VendorStream } from "../../domain/sync/vendors/vendor.ts";
import { connectionConfig, connectionRow, latestTotalsOf, streamsOf } from "../../db/sync/connection-list.store.ts";
import { syncId } from "../../workflows/core/workflow-ids.ts";
import { procedure } from "../trpc.ts";
import { connectionSchema, connectionView } from "./connection.schema.ts";
import { hookSecretOf, hookSecretSchema } from "./hook-secret.ts";

const totalsShown = 500;

const detailSchema = connectionSchema.extend({
	vendorTitle: z.string(),
	/** Every stream that the vendor offers, also one that has never been read. */
	offered: z.array(z.object({ stream: z.string(), title: z.string(), after: z.array(z.string()) })),
	/** How it is set up, without secrets. */
	settings: z.array(z.object({ name: z.string(), label: z.string(), value: z.string() })),
	/** The secret that signs the vendor's webhooks, without the secret; null: the vendor's webhooks are not taken. */
	hookSecret: hookSecretSchema.nullable(),
});

export const noConnection = (): TieoutError => new TieoutError("NOT_FOUND", "There is no connection with this id in this company.");

export const getConnection = procedure("connections.read")
	.input(z.object({ id: z.uuid("A connection's id is a UUID.") }))
	.output(detailSchema)
	.query(async ({ ctx, input }) => {
		const { em, tenantId } = ctx;
		const row = await connectionRow(em, { tenantId, workflowIdPrefix: syncId(tenantId, ""), id: input.id });
		if (row === null) throw noConnection();
		const streams = await streamsOf(em, { tenantId, connectionId: row.id });
		const totals = await latestTotalsOf(em, { tenantId, connectionId: row.id, limit: totalsShown });
		const config = await connectionConfig(em, { tenantId, id: row.id });
		const vendor = isVendorId(row.vendor) ? vendors[row.vendor] : null;
		const offered: Readonly<Record<string, VendorStream>> = vendor?.streams ?? {};
		return {
			...connectionView(row, { streams, totals }),
			vendorTitle: vendor?.title ?? row.vendor,
			offered: Object.entries(offered).map(([stream, { title, after }]) => ({ stream, title, after: [...after] })),
			// Only fields that the vendor declares as not secret: whatever else lies in the config stays there.
			settings: (vendor?.fields ?? [])
				.filter((field) => field.kind === "text" || field.kind === "number")
				.flatMap(({ name, label }) => {
					const value = config[name];
					return typeof value === "string" || typeof value === "number" ? [{ name, label, value: value.toString() }] : [];
				}),
			hookSecret: await hookSecretOf(ctx, ctx.deps.keys, row),
		};
	});
