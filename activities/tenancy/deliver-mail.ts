// Sends one mail: looks up now whom it is for, makes its link, hands it over and wipes it. A second try sends the same link under the same
// Message-ID. Who asks for a mail learns nothing from it, because nothing here answers them.
import type { Orm } from "../../db/orm.ts";
import { insertLink, linkIdOf, settleMail, unsettledMail } from "../../db/tenancy/mail.store.ts";
import { membershipsOf } from "../../db/tenancy/membership.store.ts";
import { userById, type UserRow, userIdByEmail } from "../../db/tenancy/user.store.ts";
import { withUser } from "../../db/tenant-scope.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import { type Mail, type MailKind, mailText } from "../../domain/tenancy/mail.ts";
import { type LinkFacts, type LinkPurpose, linkPath, type MailFacts } from "../../domain/tenancy/mail-facts.ts";
import { life } from "../../domain/tenancy/token-life.ts";
import type { Keys } from "../../platform/keys.ts";
import type { Log } from "../../platform/log.ts";
import type { Mailer } from "../../platform/mail.ts";
import { linkSecret, openFacts, passwordMark, sealFacts } from "../../platform/mail-secrets.ts";
import type { Clock } from "../core/define-activity.ts";

export interface MailDeps {
	readonly orm: Orm;
	readonly keys: Keys;
	readonly log: Log;
	readonly clock: Clock;
	readonly mailer: Mailer;
	/** What links begin with. */
	readonly publicUrl: string;
}

export interface MailInput {
	readonly mailId: string;
}

export async function deliverMail(deps: MailDeps, { mailId }: MailInput): Promise<{ readonly sent: boolean }> {
	const row = await unsettledMail(deps.orm, mailId);
	if (row === null) return { sent: false };
	const made = await composed(deps, mailId, row.kind, row.sealed);
	if (made !== null) {
		try {
			await deps.mailer.send({ to: made.to, id: mailId, ...mailText(made.mail) });
		} catch (error) {
			if (!(error instanceof TieoutError) || error.code !== "MAIL_REFUSED") throw error;
			deps.log.warn({ mailId, kind: row.kind }, "the mail server takes no mail for an address");
		}
	}
	await settleMail(deps.orm, mailId);
	return { sent: made !== null };
}

interface Composed {
	readonly to: string;
	readonly mail: Mail;
}

/** null: there is nobody to send it to. */
type Compose<Kind extends MailKind> = (deps: MailDeps, mailId: string, facts: MailFacts[Kind]) => Promise<Composed | null>;

const compose: { readonly [Kind in MailKind]: Compose<Kind> } = {
	register: async (deps, mailId, { to, name, company }) => {
		if (await canSignIn(deps.orm, to)) return { to, mail: { kind: "known", name, link: `${deps.publicUrl}/login` } };
		return { to, mail: { kind: "register", name, link: await link(deps, mailId, "register", { email: to, name, company }) } };
	},
	reset: async (deps, mailId, { to }) => {
		const user = await accountOf(deps.orm, to);
		if (user === null) return null;
		const facts = { userId: user.id, of: passwordMark(user.passwordHash) };
		return { to, mail: { kind: "reset", name: user.name, link: await link(deps, mailId, "reset", facts) } };
	},
	invite: async (deps, mailId, { to, tenantId, invitationId, company, invitedBy, role }) => {
		const made = await link(deps, mailId, "invite", { email: to, tenantId, invitationId });
		return { to, mail: { kind: "invite", company, invitedBy, role, link: made } };
	},
	password_changed: async ({ publicUrl }, _mailId, { to, name }) => ({
		to,
		mail: { kind: "password_changed", name, link: `${publicUrl}/forgot-password` },
	}),
	deputy: async ({ orm, publicUrl }, _mailId, { userId, ...facts }) => {
		const to = await addressOf(orm, userId);
		return to === null ? null : { to, mail: { kind: "deputy", ...facts, link: `${publicUrl}/approvals` } };
	},
	back: async ({ orm, publicUrl }, _mailId, { userId, ...facts }) => {
		const to = await addressOf(orm, userId);
		return to === null ? null : { to, mail: { kind: "back", ...facts, link: `${publicUrl}/approvals?view=decided` } };
	},
};

function composed<Kind extends MailKind>(deps: MailDeps, mailId: string, kind: Kind, sealed: Uint8Array): Promise<Composed | null> {
	// Sealed by us for this very row, so its shape is what we gave it.
	return compose[kind](deps, mailId, openFacts(deps.keys, mailId, sealed) as MailFacts[Kind]);
}

/** A person who has left every company can't, and begins anew with their own address. */
async function canSignIn(orm: Orm, email: string): Promise<boolean> {
	const userId = await userIdByEmail(orm, email);
	return userId !== null && (await withUser(orm, userId, (em) => membershipsOf(em, userId))).length > 0;
}

async function accountOf(orm: Orm, email: string): Promise<UserRow | null> {
	const userId = await userIdByEmail(orm, email);
	return userId === null ? null : withUser(orm, userId, (em) => userById(em, userId));
}

/** null: they are gone. */
const addressOf = async (orm: Orm, userId: string): Promise<string | null> =>
	(await withUser(orm, userId, (em) => userById(em, userId)))?.email ?? null;

const lifeOf: Readonly<Record<LinkPurpose, number>> = { register: life.registerLinkMs, reset: life.resetLinkMs, invite: life.invitationMs };

async function link<Purpose extends LinkPurpose>(
	deps: MailDeps,
	mailId: string,
	purpose: Purpose,
	facts: LinkFacts[Purpose],
): Promise<string> {
	const secret = linkSecret(deps.keys, mailId);
	const id = linkIdOf(secret);
	const expiresAt = new Date(deps.clock.now().getTime() + lifeOf[purpose]);
	await insertLink(deps.orm, { id, purpose, sealed: sealFacts(deps.keys, id, facts), expiresAt });
	return `${deps.publicUrl}${linkPath[purpose]}#${secret}`;
}
