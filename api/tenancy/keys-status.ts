import { z } from "zod";
import { openJobOf } from "../../db/jobs/open-job.store.ts";
import { keysOf, secretsByKey } from "../../db/tenancy/tenant-key.store.ts";
import { may } from "../../domain/tenancy/permissions.ts";
import { codecEndpoint } from "../../platform/codec-endpoint.ts";
import { rotateKeysId } from "../../platform/rotation-run.ts";
import { procedure } from "../trpc.ts";

/** The company's data keys, oldest first, and whether a rotation is going on. No key itself is ever sent anywhere. */
export const keysStatus = procedure("keys.rotate")
	.output(
		z.object({
			keys: z.array(
				z.object({
					no: z.number(),
					/** `active` seals; `retired` only opens what it sealed; `pending` waits until every process has it. */
					state: z.enum(["pending", "active", "retired"]),
					/** null: the first key, which is as old as the company. */
					createdAt: z.string().nullable(),
					activatedAt: z.string().nullable(),
					retiredAt: z.string().nullable(),
					/** Credentials of connections that it seals now. */
					secrets: z.number(),
				}),
			),
			/** The rotation that is going on. */
			rotatingJobId: z.string().nullable(),
			/** Only for those who may see histories decoded in Temporal's own pages. */
			codec: z.object({ endpoint: z.string(), temporalWebUrl: z.string(), namespace: z.string() }).nullable(),
		}),
	)
	.query(async ({ ctx: { em, tenantId, access, deps } }) => {
		const sealed = new Map((await secretsByKey(em, tenantId)).map(({ keyId, count }) => [keyId, count]));
		const { ports, temporalWebUrl, temporalNamespace } = deps.config;
		return {
			keys: (await keysOf(em, tenantId)).map((key) => ({ ...key, secrets: sealed.get(`${tenantId}/${key.no}`) ?? 0 })),
			rotatingJobId: await openJobOf(em, tenantId, rotateKeysId(tenantId)),
			codec: may(access, "codec.decode") ? { endpoint: codecEndpoint(ports.web), temporalWebUrl, namespace: temporalNamespace } : null,
		};
	});
