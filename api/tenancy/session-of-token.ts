// The session behind a cookie's token, if it is still good.
import type { Orm } from "../../db/orm.ts";
import { type Session, sessionByTokenHash } from "../../db/tenancy/session.store.ts";
import { sessionTokenHash } from "./session-cookie.ts";

export const sessionOfToken = (orm: Orm, token: string): Promise<Session | null> => sessionByTokenHash(orm, sessionTokenHash(token));
