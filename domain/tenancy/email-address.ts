// E-mail addresses as we compare them: lower case, without what could break a mail's head.

// Deliberately narrow (no quoted local parts, no comments): what a person types into a form, RFC 5321 lengths.
const shape = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+)$/;

/** The address in lower case, or null when it isn't one. */
export function emailAddress(text: string): string | null {
	const email = text.trim().toLowerCase();
	return email.length <= 254 && shape.test(email) ? email : null;
}

/** "alder.example" of "ada@alder.example"; null when it isn't an address. */
export const domainOf = (email: string): string | null => shape.exec(email)?.[1] ?? null;

const domainShape = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/;

/** A domain that a company may prove, in lower case; null when it isn't one. */
export function domainName(text: string): string | null {
	const domain = text.trim().toLowerCase().replace(/\.$/, "");
	return domain.length <= 253 && domainShape.test(domain) ? domain : null;
}
