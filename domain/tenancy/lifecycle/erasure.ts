// How a company leaves: asked for, approved by a second owner or admin where there is one, and some days in which anybody who may ask
// can take it back. Then there is no way back.

/** Days between the approval and the beginning. */
export const graceDays = 7;

export const erasureBegins = (from: Date): Date => new Date(from.getTime() + graceDays * 86_400_000);

/** What the report says of keys. `derived`: the company had sealed with the key that follows from the installation's master key. */
export const keysSentence = ({ derived }: { readonly derived: boolean }): string =>
	`The company's data keys were destroyed first: whatever they sealed, also in a backup, opens no more.${
		derived
			? " What its first key sealed, which is derived from the installation's master key and can't be destroyed, was deleted itself."
			: " It never sealed with a key that can't be destroyed."
	}`;

export const backupsSentence = "Backups that the installation's operator made before end with their own retention.";

/** `t/<tenant>/erase_tenant/company`: one company is erased once. */
export const eraseTenantId = (tenantId: string): string => `t/${tenantId}/erase_tenant/company`;

/** Where the signed report is found by who has its id, also when the company is gone. */
export const reportPath = (reportId: string): string => `/erasure-reports/${reportId}`;

/** The page that shows it, or says that it isn't there yet. */
export const reportPagePath = (reportId: string): string => `/erasure/${reportId}`;

/** `p/erase/<tenant>`: the platform's own, because a company's key and rows don't outlive it. */
export const erasureId = (tenantId: string): string => `p/erase/${tenantId}`;

/** What stands where the name of a person stood. */
export const erasedName = "Erased person";
