// How many decimals a currency has. ISO 4217 list one (six-monthly amendments), dated because exponents change.

interface ExponentRow {
	readonly exponent: 0 | 2 | 3 | 4;
	/** First ledger date on which the exponent holds. */
	readonly from: string;
}

// Source: ISO 4217 list one, "minor unit" column. Currencies not listed here have two decimals.
const notTwo: Readonly<Record<string, readonly ExponentRow[]>> = {
	BHD: [{ exponent: 3, from: "1970-01-01" }],
	BIF: [{ exponent: 0, from: "1970-01-01" }],
	CLF: [{ exponent: 4, from: "1970-01-01" }],
	CLP: [{ exponent: 0, from: "1970-01-01" }],
	DJF: [{ exponent: 0, from: "1970-01-01" }],
	GNF: [{ exponent: 0, from: "1970-01-01" }],
	IQD: [{ exponent: 3, from: "1970-01-01" }],
	ISK: [
		{ exponent: 2, from: "1970-01-01" },
		{ exponent: 0, from: "2007-01-01" },
	],
	JOD: [{ exponent: 3, from: "1970-01-01" }],
	JPY: [{ exponent: 0, from: "1970-01-01" }],
	KMF: [{ exponent: 0, from: "1970-01-01" }],
	KRW: [{ exponent: 0, from: "1970-01-01" }],
	KWD: [{ exponent: 3, from: "1970-01-01" }],
	LYD: [{ exponent: 3, from: "1970-01-01" }],
	OMR: [{ exponent: 3, from: "1970-01-01" }],
	PYG: [{ exponent: 0, from: "1970-01-01" }],
	RWF: [{ exponent: 0, from: "1970-01-01" }],
	TND: [{ exponent: 3, from: "1970-01-01" }],
	UGX: [{ exponent: 0, from: "1970-01-01" }],
	UYW: [{ exponent: 4, from: "1970-01-01" }],
	VND: [{ exponent: 0, from: "1970-01-01" }],
	VUV: [{ exponent: 0, from: "1970-01-01" }],
	XAF: [{ exponent: 0, from: "1970-01-01" }],
	XOF: [{ exponent: 0, from: "1970-01-01" }],
	XPF: [{ exponent: 0, from: "1970-01-01" }],
};

// The active ISO 4217 alphabetic codes that Tieout accepts; anything else is quarantined, never guessed.
const known = new Set(
	"AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UYW UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG".split(
		" ",
	),
);

/** ISO 4217 code in upper case, or null when it is not a currency Tieout knows. */
export function currencyCode(text: string): string | null {
	const code = text.trim().toUpperCase();
	return known.has(code) ? code : null;
}

/** Decimals of `currency` on `on` (ISO date; today's exponent when omitted). */
export function exponentOf(currency: string, on = "9999-12-31"): number {
	const rows = notTwo[currency];
	if (rows === undefined) return 2;
	return rows.filter((row) => row.from <= on).at(-1)?.exponent ?? 2;
}

// Stripe's API amounts: ISK and UGX are zero-decimal in ISO but carry two decimals in the API; MGA carries none.
// Source: Stripe docs, "Supported currencies", zero-decimal list and special cases (2026-10).
const stripeExponents: Readonly<Record<string, number>> = { ISK: 2, MGA: 0, UGX: 2 };

/** Decimals that Stripe's integer amounts carry for `currency`. */
export function stripeExponentOf(currency: string): number {
	return stripeExponents[currency] ?? exponentOf(currency);
}
