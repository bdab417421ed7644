// Names of the procedures about API keys.
import { router } from "../trpc.ts";
import { createApiKey } from "./api-key-create.ts";
import { listApiKeys } from "./api-key-list.ts";
import { revokeApiKey } from "./api-key-revoke.ts";
import { rotateApiKey } from "./api-key-rotate.ts";

export const apiKeysRouter = router({ list: listApiKeys, create: createApiKey, rotate: rotateApiKey, revoke: revokeApiKey });
