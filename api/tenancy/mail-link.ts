// What a link in a mail opens, and the one sentence for a link that opens nothing any more.
import { linkIdOf, openLink, takeLink } from "../../db/tenancy/mail.store.ts";
import { TieoutError } from "../../domain/core/errors.ts";
import type { LinkFacts, LinkPurpose } from "../../domain/tenancy/mail-facts.ts";
import { openFacts } from "../../platform/mail-secrets.ts";
import { z } from "zod";
import type { ApiDeps } from "../context.ts";

export const linkToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "This link is not whole. Open it from the mail again.");

const over = (): TieoutError =>
	new TieoutError("LINK_OVER", "This link has been used, was replaced by a newer one, or is too old. Ask for a new one.");

/** Looks, and leaves the link good. @throws TieoutError LINK_OVER */
export async function factsOfLink<Purpose extends LinkPurpose>(
	deps: ApiDeps,
	token: string,
	purpose: Purpose,
): Promise<LinkFacts[Purpose]> {
	const id = linkIdOf(token);
	const link = await openLink(deps.orm, id, purpose);
	if (link === null) throw over();
	// Sealed by us for this very row, so its shape is what we gave it.
	return openFacts(deps.keys, id, link.sealed) as LinkFacts[Purpose];
}

/** Uses the link up. @throws TieoutError LINK_OVER when somebody was faster */
export async function useLink(deps: ApiDeps, token: string): Promise<void> {
	if (!(await takeLink(deps.orm, linkIdOf(token)))) throw over();
}
