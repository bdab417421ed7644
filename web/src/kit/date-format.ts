// Formats of dates are dear to make and are asked for by every line of every list: each is made once.

const made = new Map<string, Intl.DateTimeFormat>();

/** As `new Intl.DateTimeFormat`. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = `${locale} ${JSON.stringify(options)}`;
	const known = made.get(key);
	if (known !== undefined) return known;
	const format = new Intl.DateTimeFormat(locale, options);
	made.set(key, format);
	return format;
}
