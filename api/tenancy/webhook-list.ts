import { z } from "zod";
import { endpointsOf } from "../../db/tenancy/webhook-endpoint.store.ts";
import { procedure } from "../trpc.ts";
import { endpointSchema, endpointView } from "./webhook.schema.ts";

/** The company's endpoints, oldest first. */
export const listWebhooks = procedure("webhooks.read")
	.output(z.array(endpointSchema))
	.query(async ({ ctx: { em, tenantId } }) => (await endpointsOf(em, tenantId)).map(endpointView));
