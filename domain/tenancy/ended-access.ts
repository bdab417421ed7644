// How a company stopped letting somebody in, and what that person is told. An address carries the word, never the sentence.

export const waysOfEnding = ["support_over", "support_ended", "removed", "left"] as const;
export type WayOfEnding = (typeof waysOfEnding)[number];

const sentences: Readonly<Record<WayOfEnding, (company: string) => string>> = {
	support_over: (company) => `The time for which ${company} let you in as support is over.`,
	support_ended: (company) => `Your access to ${company} as support was ended.`,
	removed: (company) => `You have no access to ${company} any more. One of its admins can give it back.`,
	left: (company) => `You have left ${company}.`,
};

/** @param company null: not to be named */
export const endedSentence = (way: WayOfEnding, company: string | null): string => sentences[way](company ?? "the company");

/** @param text from an address. null: no word of ours */
export const wayOfEnding = (text: string | undefined): WayOfEnding | null => waysOfEnding.find((way) => way === text) ?? null;
