import { z } from "zod";
import { entitiesOf } from "../../db/tenancy/entity.store.ts";
import { procedure } from "../trpc.ts";

const entitySchema = z.object({ id: z.uuid(), name: z.string(), currency: z.string(), timeZone: z.string() });

export const listEntities = procedure("entities.read")
	.output(z.array(entitySchema))
	.query(({ ctx }) => entitiesOf(ctx.em, ctx.tenantId));
