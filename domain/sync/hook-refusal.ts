// Why a webhook of a vendor is refused, and what whoever looks after the connection does about it. The sender is told the same
// words for all of them.
export const hookRefusals = ["no_secret", "unsigned", "wrong", "late", "no_event"] as const;
export type HookRefusal = (typeof hookRefusals)[number];

interface RefusalWords {
	readonly why: string;
	readonly next: string;
	/** Entering the signing secret on the connection's page puts it right. */
	readonly bySecret: boolean;
}

export const hookRefusalWords: Readonly<Record<HookRefusal, RefusalWords>> = {
	no_secret: {
		why: "the connection has no signing secret",
		next: "Enter the secret that the vendor shows beside the endpoint.",
		bySecret: true,
	},
	unsigned: { why: "no signature came with it", next: "Somebody else asked, or a proxy takes the header away.", bySecret: false },
	wrong: {
		why: "the signature doesn’t fit",
		next: "Enter the signing secret of this very endpoint anew; each endpoint has its own.",
		bySecret: true,
	},
	late: {
		why: "it was signed more than five minutes off our clock",
		next: "Compare the server’s clock; an old message sent again is refused too.",
		bySecret: false,
	},
	no_event: {
		why: "it was signed, but is no event",
		next: "Have the endpoint send events in full, with id and type.",
		bySecret: false,
	},
};
