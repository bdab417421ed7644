// When a run may not delete by itself: a source that seems to have lost many records at once has more often failed than deleted.

/** So many may always go. */
export const deletedAtMost = 20;
/** And this share of a stream's records, where that is more. */
export const deletedShare = 0.05;
/** A decision that nobody takes in this time leaves everything as it is. */
export const decisionDays = 7;

export interface FoundIn {
	readonly stream: string;
	readonly found: number;
	/** Current records of the stream, those among them. */
	readonly open: number;
}

/** True when a person must decide first. */
export const isMassDelete = ({ found, open }: FoundIn): boolean => found > Math.max(deletedAtMost, Math.floor(open * deletedShare));

const counted = (n: number): string => n.toLocaleString("en-US");

const whys = { many: "That is more than a sync deletes by itself", policy: "A policy wants a person to look at deletions of this worth" };

/** The part of the question that stays true once it is answered. */
export function foundGone(sentence: string): string {
	const cuts = Object.values(whys).flatMap((why) => (sentence.includes(` ${why}`) ? [sentence.indexOf(` ${why}`)] : []));
	return sentence.slice(0, Math.min(sentence.length, ...cuts));
}

/**
 * What a person is asked.
 * @param source the vendor's name
 * @param byPolicy a policy of the company wants it, also where they are few
 */
export function massDeleteSentence(source: string, streams: readonly (FoundIn & { readonly title: string })[], byPolicy = false): string {
	const parts = streams.map(({ title, found, open }) => `${counted(found)} of ${counted(open)} ${title.toLowerCase()}`);
	return `${source} no longer has ${parts.join(" and ")}. ${byPolicy ? whys.policy : whys.many}: nothing is deleted until somebody decides.`;
}
