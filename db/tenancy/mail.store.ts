// Mails that are to be sent and the links in them. Both are read and written under their own id: whoever has it, has the row.
import { derivedId } from "../../domain/core/ids.ts";
import type { LinkPurpose } from "../../domain/tenancy/mail-facts.ts";
import type { MailKind } from "../../domain/tenancy/mail.ts";
import type { Orm } from "../orm.ts";
import { withoutScope, withUser } from "../tenant-scope.ts";

export interface NewMail {
	readonly id: string;
	readonly kind: MailKind;
	readonly sealed: Uint8Array;
}

/** A second asking under the same id changes nothing. */
export async function insertMail(orm: Orm, { id, kind, sealed }: NewMail): Promise<void> {
	await withUser(orm, id, (em) =>
		em.execute("insert into mails (id, kind, sealed) values (?::uuid, ?, ?) on conflict (id) do nothing", [id, kind, Buffer.from(sealed)]),
	);
}

export interface UnsettledMail {
	readonly kind: MailKind;
	readonly sealed: Buffer;
}

/** null: it is settled, or there is none. */
export async function unsettledMail(orm: Orm, id: string): Promise<UnsettledMail | null> {
	const rows = await withUser(orm, id, (em) =>
		em.execute<UnsettledMail[]>("select kind, sealed from mails where id = ?::uuid and settled_at is null", [id]),
	);
	return rows[0] ?? null;
}

/** Wipes what it said: what was sent needs no copy here. */
export async function settleMail(orm: Orm, id: string): Promise<void> {
	await withUser(orm, id, (em) =>
		em.execute("update mails set sealed = ''::bytea, settled_at = coalesce(settled_at, now()) where id = ?::uuid", [id]),
	);
}

/** Ids of mails that were committed before `before` and are still to be sent, at most 200. Crosses tenants. */
export async function unsettledMailIds(orm: Orm, before: Date): Promise<readonly string[]> {
	const rows = await withoutScope(orm, (em) =>
		em.execute<{ id: string }[]>("select mail_id::text as id from unsettled_mails(?::timestamptz)", [before.toISOString()]),
	);
	return rows.map(({ id }) => id);
}

/** The row of the link with this secret. */
export const linkIdOf = (token: string): string => derivedId("mail link", token);

export interface NewLink {
	readonly id: string;
	readonly purpose: LinkPurpose;
	readonly sealed: Uint8Array;
	readonly expiresAt: Date;
}

/** A second making of the same link changes nothing: it may have been used meanwhile. */
export async function insertLink(orm: Orm, { id, purpose, sealed, expiresAt }: NewLink): Promise<void> {
	await withUser(orm, id, (em) =>
		em.execute(
			"insert into mail_links (id, purpose, sealed, expires_at) values (?::uuid, ?, ?, ?::timestamptz) on conflict (id) do nothing",
			[id, purpose, Buffer.from(sealed), expiresAt.toISOString()],
		),
	);
}

export interface OpenLink {
	readonly sealed: Buffer;
}

/** null: unknown, for another purpose, used, or too old. */
export async function openLink(orm: Orm, id: string, purpose: LinkPurpose): Promise<OpenLink | null> {
	const rows = await withUser(orm, id, (em) =>
		em.execute<OpenLink[]>("select sealed from mail_links where id = ?::uuid and purpose = ? and used_at is null and expires_at > now()", [
			id,
			purpose,
		]),
	);
	return rows[0] ?? null;
}

/** Uses the link up. False: somebody was faster. */
export async function takeLink(orm: Orm, id: string): Promise<boolean> {
	const rows = await withUser(orm, id, (em) =>
		em.execute<unknown[]>(
			"update mail_links set used_at = now() where id = ?::uuid and used_at is null and expires_at > now() returning 1 as done",
			[id],
		),
	);
	return rows.length > 0;
}
