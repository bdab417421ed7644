// Automatic payouts whose items Stripe has not listed: the deposit can only be compared as a whole.
import type { DepositInQuestion } from "./match-items.ts";
import type { Exception } from "./outcome.ts";
import type { Rules } from "./rules.ts";
import { absolute } from "./side.ts";
import { amountWords, sizeWords } from "./wording.ts";

export interface WholeDeposits {
	readonly exceptions: readonly Exception[];
	/** Differences within tolerance. */
	readonly residuals: readonly { readonly currency: string; readonly minor: bigint }[];
}

export function wholeDepositFindings(inQuestion: readonly DepositInQuestion[], rules: Rules): WholeDeposits {
	const residuals: { currency: string; minor: bigint }[] = [];
	const exceptions: Exception[] = [];
	for (const { payout, deposit, items } of inQuestion) {
		if (payout.category !== "automatic" || items.length > 0) continue;
		// Roundings count as residuals of their own.
		const rounding = deposit.roundings.reduce((sum, row) => sum + row.amountMinor, 0n);
		const differenceMinor = payout.amountMinor - deposit.totalMinor + rounding;
		if (absolute(differenceMinor) <= BigInt(rules.toleranceMinor)) {
			residuals.push({ currency: payout.currency, minor: differenceMinor });
			continue;
		}
		const [own, booked] = [amountWords(payout.amountMinor, payout.currency), amountWords(deposit.totalMinor, deposit.currency)];
		exceptions.push({
			type: "wrong_amount",
			leaf: payout.naturalKey,
			payoutKey: payout.naturalKey,
			rowKey: payout.naturalKey,
			section: "payouts",
			currency: payout.currency,
			amountMinor: differenceMinor,
			differenceMinor,
			bankDifferenceMinor: 0n,
			ledgerDate: payout.ledgerDate,
			sentence: `The payout ${payout.naturalKey} is ${own} at Stripe and ${booked} in ${deposit.document}: ${sizeWords(differenceMinor, payout.currency)} apart.`,
			a: payout,
			b: deposit.main,
			losers: [],
			parts: [
				{
					category: "payout",
					leaf: payout.naturalKey,
					a: { row: payout, minor: payout.amountMinor },
					b: { row: deposit.main, minor: deposit.totalMinor },
				},
			],
		});
	}
	return { exceptions, residuals };
}
