// A signed paper: a statement of the installation in RFC 8785 JSON with its signature, for whoever was given it to check offline: what
// an export holds, what an erasure deleted. Its format's name leads what is signed, so that no other signature of the key fits.
import { type Canonical, canonicalJson } from "../../core/canonical-json.ts";
import type { VerifySignature } from "../audit/checkpoint.ts";

export const exportManifestFormat = "tieout-company-export/1";
export const erasureReportFormat = "tieout-erasure-report/1";

export interface Signer {
	readonly keyId: string;
	/** The raw 32 bytes of an Ed25519 public key, base64url. */
	readonly publicKey: string;
	readonly sign: (text: string) => string;
}

export interface SignedPaper {
	readonly format: string;
	readonly body: { readonly [field: string]: Canonical };
	readonly keyId: string;
	readonly publicKey: string;
	/** Ed25519 over `signedText`, base64url. */
	readonly signature: string;
}

type Unsigned = Omit<SignedPaper, "signature">;

const signedText = ({ format, body, keyId, publicKey }: Unsigned): string =>
	`${format}\n${canonicalJson({ format, body, keyId, publicKey })}`;

export function signPaper({ format, body }: Pick<SignedPaper, "format" | "body">, { keyId, publicKey, sign }: Signer): SignedPaper {
	const unsigned = { format, body, keyId, publicKey };
	return { ...unsigned, signature: sign(signedText(unsigned)) };
}

/** The file: one line. */
export const paperText = ({ format, body, keyId, publicKey, signature }: SignedPaper): string =>
	`${canonicalJson({ format, body, keyId, publicKey, signature })}\n`;

/** null: no paper of ours. */
export function readPaper(text: string): SignedPaper | null {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return null;
	}
	if (!isRecord(value)) return null;
	const { format, body, keyId, publicKey, signature } = value;
	if (format !== exportManifestFormat && format !== erasureReportFormat) return null;
	if (typeof keyId !== "string" || typeof publicKey !== "string" || typeof signature !== "string" || !isRecord(body)) return null;
	return { format, body: body as SignedPaper["body"], keyId, publicKey, signature };
}

/** Whether every word of it is as it was signed by the key that it names. Whose key that is, is for the reader to compare. */
export const isAsSigned = (paper: SignedPaper, verifySignature: VerifySignature): boolean =>
	verifySignature(paper.publicKey, signedText(paper), paper.signature);

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
