// What is known of a mail when it is asked for, and what its link opens. Kept sealed; histories carry the mail's id alone.
import type { Mail, MailKind } from "./mail.ts";

/** Whether the address has an account is looked up when the mail is sent, never when it is asked for. */
export interface MailFacts {
	readonly register: { readonly to: string; readonly name: string; readonly company: string };
	readonly reset: { readonly to: string };
	readonly invite: Words<"invite"> & { readonly to: string; readonly tenantId: string; readonly invitationId: string };
	readonly password_changed: Words<"password_changed"> & { readonly to: string };
	/** Somebody is named to decide in a colleague's place. */
	readonly deputy: Words<"deputy"> & { readonly userId: string };
	/** Somebody's absence is over. */
	readonly back: Words<"back"> & { readonly userId: string };
}

/** What the mail's text says, but for its link, which is made when the mail is sent. */
type Words<Kind extends MailKind> = Omit<Extract<Mail, { readonly kind: Kind }>, "kind" | "link">;
type EveryKind<Facts extends Readonly<Record<MailKind, unknown>>> = Facts;
export type FactsOf<Kind extends MailKind> = EveryKind<MailFacts>[Kind];

export interface LinkFacts {
	readonly register: { readonly email: string; readonly name: string; readonly company: string };
	/** `of` marks the password that it replaces: the link dies with it. */
	readonly reset: { readonly userId: string; readonly of: string };
	readonly invite: { readonly email: string; readonly tenantId: string; readonly invitationId: string };
}
export type LinkPurpose = keyof LinkFacts;

/** Where each link leads, on our own pages. The secret stands behind "#": a browser sends that to nobody, so it is in no log. */
export const linkPath: Readonly<Record<LinkPurpose, string>> = { register: "/welcome", reset: "/reset-password", invite: "/invitation" };
