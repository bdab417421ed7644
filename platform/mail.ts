// Hands mails over to an SMTP server. Plain text to one recipient at a time; what it says is the caller's.
import { createTransport } from "nodemailer";
import { TieoutError } from "../domain/core/errors.ts";

export interface OutgoingMail {
	readonly to: string;
	readonly subject: string;
	readonly text: string;
	/** The same at every try, so that a receiver recognises a second copy. */
	readonly id: string;
}

export interface Mailer {
	/** @throws TieoutError MAIL_REFUSED (this recipient, for good) or MAIL_UNAVAILABLE (try again) */
	readonly send: (mail: OutgoingMail) => Promise<void>;
	readonly close: () => void;
}

export interface MailerOptions {
	/** smtp://user:password@host:587 or smtps://host:465 */
	readonly url: string;
	readonly from: string;
}

const timeoutMs = 20_000;

export function createMailer({ url, from }: MailerOptions): Mailer {
	const { hostname, port, protocol, username, password } = new URL(url);
	const secure = protocol === "smtps:";
	const transport = createTransport({
		host: hostname,
		port: Number(port || (secure ? 465 : 587)),
		secure,
		// Whoever has a password to lose doesn't say it in the clear.
		requireTLS: !secure && username !== "",
		...(username === "" ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
		connectionTimeout: timeoutMs,
		greetingTimeout: timeoutMs,
		socketTimeout: timeoutMs,
		disableFileAccess: true,
		disableUrlAccess: true,
	});
	return {
		send: async ({ to, subject, text, id }) => {
			const host = /@([^>\s]+)>?\s*$/.exec(from)?.[1] ?? "localhost";
			try {
				await transport.sendMail({
					from,
					// As an object, so that nothing in it is read as a list of addresses.
					to: { name: "", address: to },
					subject,
					text,
					messageId: `<${id}@${host}>`,
					headers: { "auto-submitted": "auto-generated" },
				});
			} catch (error) {
				throw refusal(error);
			}
		},
		close: () => transport.close(),
	};
}

/** RFC 5321, 4.2.1: 5yz is for good, everything else may be better next time. A server's own words never get out. */
function refusal(error: unknown): TieoutError {
	const { responseCode, code } = error as { responseCode?: unknown; code?: unknown };
	if (typeof responseCode === "number" && responseCode >= 500 && code === "EENVELOPE")
		return new TieoutError("MAIL_REFUSED", "The mail server does not take mail for this address.");
	return new TieoutError("MAIL_UNAVAILABLE", "The mail server can't be reached or takes nothing now. It is tried again by itself.");
}
