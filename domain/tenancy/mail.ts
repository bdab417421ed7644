// The mails that Tieout sends, as words. Plain text alone: nothing to render, nothing to track, and a link that shows where it leads.

export const mailKinds = ["register", "reset", "invite", "password_changed", "deputy", "back"] as const;
export type MailKind = (typeof mailKinds)[number];

export type Mail =
	| { readonly kind: "register"; readonly name: string; readonly link: string }
	/** Somebody registers an address that has an account: only its owner learns of it. */
	| { readonly kind: "known"; readonly name: string; readonly link: string }
	| { readonly kind: "reset"; readonly name: string; readonly link: string }
	| { readonly kind: "invite"; readonly company: string; readonly invitedBy: string; readonly role: string; readonly link: string }
	| { readonly kind: "password_changed"; readonly name: string; readonly link: string }
	| {
			readonly kind: "deputy";
			readonly name: string;
			readonly company: string;
			readonly absent: string;
			/** First and last whole day, YYYY-MM-DD. */
			readonly from: string;
			readonly until: string;
			readonly reason: string;
			readonly link: string;
	  }
	| {
			readonly kind: "back";
			readonly name: string;
			readonly company: string;
			readonly deputy: string;
			readonly decided: number;
			readonly link: string;
	  };

export interface MailText {
	readonly subject: string;
	readonly text: string;
}

/** One line without control characters: a name that somebody typed can't add a head to the mail or a paragraph to its text. */
export const oneLine = (text: string): string =>
	text
		// oxlint-disable-next-line no-control-regex -- control characters are what is taken out
		.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ")
		// A typed name must not become a link in the reader's program.
		.replace(/:\/\//g, ": //")
		.trim()
		.slice(0, 120);

const letter = (greeting: string, paragraphs: readonly string[]): string => `${[greeting, ...paragraphs, "Tieout"].join("\n\n")}\n`;

export function mailText(mail: Mail): MailText {
	switch (mail.kind) {
		case "register":
			return {
				subject: "Confirm your e-mail address",
				text: letter(`Hello ${oneLine(mail.name)},`, [
					"open this link to confirm your e-mail address and choose a password. It works once, for 24 hours.",
					mail.link,
					"If you did not ask for an account, do nothing: none is made.",
				]),
			};
		case "known":
			return {
				subject: "You have an account already",
				text: letter(`Hello ${oneLine(mail.name)},`, [
					"somebody asked for a new account with this e-mail address, which has one. Sign in here; if you don't know the password any more, choose a new one there.",
					mail.link,
					"If it was not you, do nothing: nothing has changed.",
				]),
			};
		case "reset":
			return {
				subject: "Choose a new password",
				text: letter(`Hello ${oneLine(mail.name)},`, [
					"open this link to choose a new password. It works once, for one hour, and ends every session that you have.",
					mail.link,
					"If you did not ask for it, do nothing: your password stays as it is.",
				]),
			};
		case "invite":
			return {
				subject: `${oneLine(mail.invitedBy)} invites you to ${oneLine(mail.company)}`,
				text: letter("Hello,", [
					`${oneLine(mail.invitedBy)} invites you to work for ${oneLine(mail.company)} in Tieout as ${oneLine(mail.role)}. The link works once, for seven days.`,
					mail.link,
					"If you don't know them, do nothing.",
				]),
			};
		case "password_changed":
			return {
				subject: "Your password was changed",
				text: letter(`Hello ${oneLine(mail.name)},`, [
					"your password was changed, and every other session of yours has ended. If it was not you, choose a new one at once:",
					mail.link,
				]),
			};
		case "deputy":
			return {
				subject: `You decide for ${oneLine(mail.absent)} at ${oneLine(mail.company)}`,
				text: letter(`Hello ${oneLine(mail.name)},`, [
					`${oneLine(mail.absent)} is away from ${mail.from} to ${mail.until}, the last day included, and has named you to decide in their place at ${oneLine(mail.company)}.${mail.reason === "" ? "" : ` They say: ${oneLine(mail.reason)}`}`,
					"What waits for them stands in your approvals meanwhile, marked with their name. What either of you has prepared, neither decides.",
					mail.link,
					"If you can't, end it there: it goes back to them.",
				]),
			};
		case "back":
			return {
				subject: `Your absence at ${oneLine(mail.company)} is over`,
				text: letter(`Hello ${oneLine(mail.name)},`, [
					`what waits for a decision at ${oneLine(mail.company)} comes to you again. ${decidedWords(mail)} in your place.`,
					mail.link,
				]),
			};
	}
}

const decidedWords = ({ deputy, decided }: { readonly deputy: string; readonly decided: number }): string => {
	const name = oneLine(deputy);
	if (decided === 0) return `${name} has decided nothing`;
	return decided === 1 ? `${name} has decided once` : `${name} has decided ${decided} times`;
};
