// What Stripe charges. Source: the published standard pricing (2.9 % + 0.30 per card charge, 15.00 per dispute, 1 % per instant payout).

/** `amount` × `permille` / 1000 in whole minor units, ties to the even one. */
export function permilleHalfEven(amount: number, permille: number): number {
	const product = amount * permille;
	const whole = Math.floor(product / 1000);
	const rest = product - whole * 1000;
	if (rest === 500) return whole % 2 === 0 ? whole : whole + 1;
	return rest > 500 ? whole + 1 : whole;
}

export const chargeFee = (amount: number): number => permilleHalfEven(amount, 29) + 30;

export const disputeFee = 1_500;

export const instantPayoutFee = (amount: number): number => Math.max(50, permilleHalfEven(amount, 10));
