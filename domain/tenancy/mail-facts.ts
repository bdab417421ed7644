// What is known of a mail when it is asked for, and what its link opens. Kept sealed; histories carry the mail's id alone.
import type { MailKind } from "./mail.ts";

/** Whether the address has an account is looked up when the mail is sent, never when it is asked for. */
export interface MailFacts {
	readonly register: { readonly to: string; readonly name: string; readonly company: string };
	readonly reset: { readonly to: string };
	readonly invite: {
		readonly to: string;
		readonly tenantId: string;
		readonly invitationId: string;
		readonly company: string;
		readonly invitedBy: string;
		readonly role: string;
	};
	readonly password_changed: { readonly to: string; readonly name: string };
	/** Somebody is named to decide in a colleague's place. */
	readonly deputy: {
		readonly userId: string;
		readonly name: string;
		readonly company: string;
		readonly absent: string;
		/** First and last whole day, YYYY-MM-DD. */
		readonly from: string;
		readonly until: string;
		readonly reason: string;
	};
	/** Somebody's absence is over. */
	readonly back: {
		readonly userId: string;
		readonly name: string;
		readonly company: string;
		readonly deputy: string;
		readonly decided: number;
	};
}

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
