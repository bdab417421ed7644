// What may stand in a URL that a person typed, before any name is looked up: https, no credentials, no address or name that can
// only be ours. The lookup itself is judged when a connection is made (guarded-fetch.ts), because an answer can change.
import { isIP } from "node:net";
import { TieoutError } from "../domain/core/errors.ts";
import { isPublicAddress } from "./public-address.ts";

/** Hosts (`name` or `name:port`) that an operator allows although they are private; plain http is allowed to these only. */
export type AllowedHosts = readonly string[];

/** URL's form of the host, without an IPv6 address's brackets and the dot that ends an absolute name. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");

const portOf = (url: URL): string => url.port || (url.protocol === "http:" ? "80" : "443");

export function isAllowedHost(url: URL, allowed: AllowedHosts): boolean {
	const host = hostOf(url);
	return allowed.includes(host) || allowed.includes(`${host}:${portOf(url)}`);
}

// Names that no public DNS serves (RFC 6761, 6762, 8375; ICANN's .internal; Kubernetes' .svc).
const ownNames = /(^|\.)(localhost|local|localdomain|internal|intranet|lan|home|corp|private|svc|home\.arpa|onion)$/;

/**
 * Gives the URL as it will be asked.
 * @throws TieoutError ADDRESS_REFUSED with what to write instead
 */
export function outsideUrl(text: string | URL, allowed: AllowedHosts): URL {
	const url = URL.parse(text);
	if (url === null) throw refused("That is not a web address. Write it in full, such as https://hooks.example.com/tieout.");
	if (url.username !== "" || url.password !== "") throw refused("Leave user name and password out of the address.");
	if (isAllowedHost(url, allowed) && (url.protocol === "http:" || url.protocol === "https:")) return url;
	if (url.protocol !== "https:") throw refused("The address must begin with https://.");
	const host = hostOf(url);
	const isPublic = isIP(host) === 0 ? host.includes(".") && !ownNames.test(host) : isPublicAddress(host);
	if (!isPublic) throw notPublic(host);
	return url;
}

// One sentence for a private address and for a name that isn't found, so that nobody maps our network by asking.
const unknown = (host: string): string => `${host} can't be found on the public internet, and nothing else can be reached from here.`;

export const notPublic = (host: string): TieoutError => refused(unknown(host));

/** The name has no answer now; it may have one later. */
export const notFound = (host: string): TieoutError => new TieoutError("ADDRESS_NOT_FOUND", unknown(host));

const refused = (message: string): TieoutError => new TieoutError("ADDRESS_REFUSED", message);
