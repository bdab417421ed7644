// The chain over a tenant's events: every link holds the one before it, its own number and its event's hash.
//
//   head 0 = H(tenant) ─▶ head 1 = H(head 0, 1, hash of event 1) ─▶ head 2 = H(head 1, 2, hash of event 2) ─▶ …

/** SHA-256 of UTF-8 text in hex: domain/core/sha256.ts, or a faster one that gives the same. */
export type HashText = (text: string) => string;

export interface ChainHead {
	/** How many events are chained; the last one has this number. */
	readonly count: number;
	/** Hex. */
	readonly head: string;
}

/** A3: the empty chain of a tenant. */
export const emptyChain = (hash: HashText, tenantId: string): ChainHead => ({ count: 0, head: hash(`tieout-audit-chain/1\n${tenantId}`) });

/** A4: the chain with one event more. */
export const chained = (hash: HashText, { count, head }: ChainHead, eventHash: string): ChainHead => ({
	count: count + 1,
	head: hash(`${head}\n${count + 1}\n${eventHash}`),
});
