// A mail server that takes every mail and sends none on: what came is kept in memory, newest first, and shown by the sandbox's own page.
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

export interface KeptMail {
	readonly id: number;
	/** Of the envelope. */
	readonly to: readonly string[];
	readonly from: string;
	readonly subject: string;
	readonly text: string;
	/** As the sender gave it: a second copy has the same. */
	readonly messageId: string;
	readonly receivedAt: string;
}

export interface Mailbox {
	readonly port: number;
	/** Newest first. */
	readonly mails: () => readonly KeptMail[];
	/** The next mails are refused: for a moment (451) or this recipient for good (550). */
	readonly refuse: (code: 451 | 550 | null) => void;
	readonly clear: () => void;
	readonly stop: () => Promise<void>;
}

const mostKept = 200;
const mostBytes = 1024 * 1024;

/** @param port 0: any free one */
export async function startMailbox({ port, host = "127.0.0.1" }: { readonly port: number; readonly host?: string }): Promise<Mailbox> {
	const kept: KeptMail[] = [];
	let refusing: 451 | 550 | null = null;
	let count = 0;
	const server = new SMTPServer({
		authOptional: true,
		// Loopback, and nothing to hide: there is no certificate that a client could believe.
		disabledCommands: ["STARTTLS", "AUTH"],
		size: mostBytes,
		logger: false,
		onRcptTo: (_address, _session, done) => {
			if (refusing === null) done();
			else done(Object.assign(new Error("The sandbox refuses mail now."), { responseCode: refusing }));
		},
		onData: (stream, session, done) => {
			const chunks: Buffer[] = [];
			stream.on("data", (chunk: Buffer) => chunks.push(chunk));
			stream.on("end", () => {
				PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
					count += 1;
					const to = session.envelope.rcptTo.map(({ address }) => address);
					const from = mail.from?.address ?? "";
					const { subject = "", text = "", messageId = "" } = mail;
					kept.unshift({ id: count, to, from, subject, text, messageId, receivedAt: new Date().toISOString() });
					kept.length = Math.min(kept.length, mostKept);
					done();
				}, done);
			});
		},
	});
	// A sender that goes away in the middle is its own business.
	server.on("error", () => undefined);
	const bound = await new Promise<number>((resolve, reject) => {
		server.server.once("error", reject);
		server.listen(port, host, () => {
			const address = server.server.address();
			resolve(typeof address === "object" && address !== null ? address.port : port);
		});
	});
	return {
		port: bound,
		mails: () => kept,
		refuse: (code) => {
			refusing = code;
		},
		clear: () => {
			kept.length = 0;
		},
		stop: () => new Promise((resolve) => server.close(() => resolve())),
	};
}
