// What balances beside the movements prove, row by row and in memory that doesn't grow: which way time runs in the file, whether
// money in is positive, and what the balance was before the first and after the last movement.
//
//   oldest first:  balance(n) = balance(n−1) + movement(n)      newest first:  balance(n−1) = balance(n) + movement(n−1)

export interface ChainRow {
	readonly date: string;
	readonly minor: bigint;
	readonly balanceMinor: bigint | null;
}

interface Point {
	readonly balance: bigint;
	readonly minor: bigint;
	/** Sum of all movements up to and with this one, in file order. */
	readonly sum: bigint;
	readonly position: number;
}

export interface ChainVerdict {
	readonly newestFirst: boolean;
	/** Neighbours whose balances follow with the signs as they are, and with the signs turned round. */
	readonly asWritten: number;
	readonly reversed: number;
	readonly openingMinor: bigint | null;
	readonly closingMinor: bigint | null;
	readonly firstDate: string | null;
	readonly lastDate: string | null;
	readonly sumMinor: bigint;
	readonly count: number;
}

export class BalanceChain {
	private first: Point | null = null;
	private last: Point | null = null;
	private sum = 0n;
	private count = 0;
	private firstRowDate: string | null = null;
	private lastRowDate: string | null = null;
	private readonly votes = { oldestAsWritten: 0, newestAsWritten: 0, oldestReversed: 0, newestReversed: 0 };

	add(row: ChainRow): void {
		this.sum += row.minor;
		this.count++;
		this.firstRowDate ??= row.date;
		this.lastRowDate = row.date;
		if (row.balanceMinor === null) return;
		const point = { balance: row.balanceMinor, minor: row.minor, sum: this.sum, position: this.count };
		if (this.last !== null) this.vote(this.last, point);
		this.first ??= point;
		this.last = point;
	}

	private vote(before: Point, now: Point): void {
		const step = now.balance - before.balance;
		const forward = now.sum - before.sum;
		const backward = forward - now.minor + before.minor;
		if (step === forward) this.votes.oldestAsWritten++;
		if (step === -backward) this.votes.newestAsWritten++;
		if (step === -forward) this.votes.oldestReversed++;
		if (step === backward) this.votes.newestReversed++;
	}

	verdict(): ChainVerdict {
		const { oldestAsWritten, newestAsWritten, oldestReversed, newestReversed } = this.votes;
		const dated = (this.firstRowDate ?? "") > (this.lastRowDate ?? "");
		const newestFirst = newestAsWritten === oldestAsWritten ? dated : newestAsWritten > oldestAsWritten;
		return {
			newestFirst,
			asWritten: Math.max(oldestAsWritten, newestAsWritten),
			reversed: Math.max(oldestReversed, newestReversed),
			...(newestFirst ? this.backward() : this.forward()),
			firstDate: newestFirst ? this.lastRowDate : this.firstRowDate,
			lastDate: newestFirst ? this.firstRowDate : this.lastRowDate,
			sumMinor: this.sum,
			count: this.count,
		};
	}

	/** The balance before everything up to the first stated one; the last row must state the closing balance itself. */
	private forward(): Pick<ChainVerdict, "openingMinor" | "closingMinor"> {
		const { first, last } = this;
		return {
			openingMinor: first === null ? null : first.balance - first.sum,
			closingMinor: last === null || last.position !== this.count ? null : last.balance,
		};
	}

	private backward(): Pick<ChainVerdict, "openingMinor" | "closingMinor"> {
		const { first, last } = this;
		return {
			openingMinor: last === null ? null : last.balance - last.minor - (this.sum - last.sum),
			closingMinor: first === null || first.position !== 1 ? null : first.balance,
		};
	}
}
