// Why a company let this browser's person go, for every tab. The server says it once, to the tab that moves the session on; the others,
// which find the session moved or over, read it here.
import { endedSentence, type WayOfEnding, wayOfEnding } from "../../../domain/tenancy/ended-access.ts";
import { safeTarget } from "../../../domain/tenancy/safe-target.ts";
import { tell } from "../kit/notices.ts";
import type { Me } from "./session.ts";

interface EndedNote {
	readonly tenantId: string;
	readonly company: string;
	readonly how: WayOfEnding;
	/** null: nobody was signed in any more, so the company is named to nobody. */
	readonly userId: string | null;
}

const noteName = "tieout-ended";
const tabName = "tieout-company-before";

/** Runs when no other tab of this browser is about to move the session on, so that its note is there. */
export const oneTabAtATime = <T>(work: () => Promise<T>): Promise<T> =>
	"locks" in navigator ? navigator.locks.request<Promise<T>>(noteName, work) : work();

export const keepEndedNote = (note: EndedNote): void => localStorage.setItem(noteName, JSON.stringify(note));

/** @returns null: nothing is known of an end in that company */
export function readEndedNote(tenantId: string | undefined): EndedNote | null {
	const note = parsedNote(localStorage.getItem(noteName));
	return note !== null && note.tenantId === tenantId ? note : null;
}

/** Somebody is signed in: that a session before had no company left is over, and the loads that led here are done. */
export function forgetSignedOutNote(): void {
	sessionStorage.removeItem(tabName);
	if (parsedNote(localStorage.getItem(noteName))?.userId === null) localStorage.removeItem(noteName);
}

/** For the load that follows: an address without its company says no longer where this tab was. */
export const rememberCompany = (tenantId: string): void => sessionStorage.setItem(tabName, tenantId);

/** Where this tab was when it was loaded; at the login, where it came from. */
export const companyOfTab: string | undefined = typeof window === "undefined" ? undefined : companyAtLoad();

export const tellEnded = ({ how, company }: Pick<EndedNote, "how" | "company">, me: Me): void =>
	tell({ sentence: `${endedSentence(how, company)} You are in ${me.tenant.name} now.`, lastsMs: Number.POSITIVE_INFINITY });

function companyAtLoad(): string | undefined {
	const before = sessionStorage.getItem(tabName);
	const search = new URLSearchParams(window.location.search);
	const then = new URL(safeTarget(search.get("then")), window.location.origin).searchParams;
	return before ?? search.get("tenant") ?? then.get("tenant") ?? undefined;
}

function parsedNote(text: string | null): EndedNote | null {
	try {
		const value: unknown = JSON.parse(text ?? "null");
		if (typeof value !== "object" || value === null) return null;
		const { tenantId, company, how, userId } = value as Record<string, unknown>;
		const way = wayOfEnding(typeof how === "string" ? how : undefined);
		if (typeof tenantId !== "string" || typeof company !== "string" || way === null) return null;
		return { tenantId, company, how: way, userId: typeof userId === "string" ? userId : null };
	} catch {
		return null;
	}
}
