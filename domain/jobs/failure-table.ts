// What each failure means: whether asking again can help, what to call it, what a person does next. One table for the engine
// (activities/core/failures.ts) and for the job's page.

/**
 * - `soon`: by the retry class; at most `tries` times where that is given
 * - `later`: when the other side said (`facts.retryAfterMs`, of any length), else by the retry class
 * - `never`: asking again can't help until somebody does something
 */
export type RetryRule = { readonly retry: "soon"; readonly tries?: number } | { readonly retry: "later" } | { readonly retry: "never" };

/** What to say about a failure besides its own message; shown on the job's page. */
export interface FailureText {
	readonly title: string;
	readonly next: string;
}

export type FailureRow = RetryRule & FailureText;

const startAgain = "Start the job again; it goes on from what is saved.";

export const failureTable: Readonly<Record<string, FailureRow>> = {
	VENDOR_RATE_LIMITED: { retry: "later", title: "The vendor asked us to wait", next: "Nothing: it goes on by itself." },
	VENDOR_PAUSE_TOO_LONG: {
		retry: "never",
		title: "The vendor asks for a pause of years",
		next: "Ask the vendor's support, then sync again; it goes on from what is saved.",
	},
	VENDOR_UNAVAILABLE: { retry: "later", title: "The vendor had a failure of its own", next: "Nothing: it is tried again by itself." },
	VENDOR_UNREACHABLE: { retry: "soon", title: "The vendor could not be reached", next: "Check the network and the vendor's status page." },
	VENDOR_UNREADABLE: {
		retry: "soon",
		tries: 5,
		title: "The vendor's answer could not be read",
		next: "Look at the stored page. Replay the run once the vendor answers well; it goes on from what is saved.",
	},
	VENDOR_TIMEOUT: {
		retry: "soon",
		title: "The vendor did not answer in time",
		next: "Nothing: it is tried again by itself. If it stays so, look at the vendor's status page.",
	},
	VENDOR_CUT: { retry: "soon", title: "The answer broke off on its way", next: "Nothing: it is tried again by itself." },
	VENDOR_OUT_OF_ORDER: {
		retry: "soon",
		tries: 5,
		title: "The vendor's pages were out of order",
		next: "Sync again later: nothing was taken from the page, so nothing is lost. If it stays so, ask the vendor's support.",
	},
	VENDOR_FIELD_GONE: {
		retry: "never",
		title: "The source no longer has a field",
		next: "Bring the field back or rename it at the source, then sync again.",
	},
	CURSOR_EXPIRED: { retry: "soon", tries: 3, title: "The vendor forgot where we were", next: "Nothing: the pass begins again by itself." },
	MAIL_UNAVAILABLE: { retry: "soon", title: "The mail server could not be reached", next: "Nothing: it is tried again by itself." },
	CHANGE_STALE: { retry: "never", title: "What would be changed has changed", next: "Propose the change again." },
	DECISION_CHANGED: { retry: "never", title: "What was decided about has changed", next: "Sync again: it asks anew." },
	VENDOR_AUTH: { retry: "never", title: "The vendor refused the credentials", next: "Reconnect with valid credentials, then sync again." },
	VENDOR_FORBIDDEN: {
		retry: "never",
		title: "The credentials may not read this",
		next: "Give the key or role the right, then sync again.",
	},
	ADDRESS_REFUSED: {
		retry: "never",
		title: "The address can't be reached from here",
		next: "Write a public https address into the settings; only an operator can allow a private one.",
	},
	ADDRESS_NOT_FOUND: { retry: "soon", title: "The address was not found", next: "Check the address in the settings." },
	ANSWER_TOO_LARGE: { retry: "never", title: "The answer is larger than we read", next: "Ask the operator of the address." },
	VENDOR_REFUSED: { retry: "never", title: "The vendor refused the request", next: "Look at the stored refusal." },
	CONNECTION_BUSY: {
		retry: "later",
		title: "A sync of this connection goes first",
		next: "Nothing: it goes on when the sync has ended.",
	},
	JOB_OPEN: { retry: "never", title: "The job is still going on", next: "Stop it, or wait for its end, then replay it." },
	PERIOD_BUSY: { retry: "never", title: "This month is being reconciled", next: "Wait for that run's end, then replay it." },
	NOTHING_TO_REPLAY: { retry: "never", title: "There is nothing to read again", next: "Look at the plan: it says what is left." },
	NOT_REPLAYABLE: { retry: "never", title: "A job of this kind can't be repeated", next: "Start it anew instead." },
	CREDENTIALS_MISSING: { retry: "never", title: "The connection has no credentials", next: "Enter them in its settings, then sync again." },
	SECRET_UNREADABLE: { retry: "never", title: "The stored credentials can't be opened", next: "Enter them again." },
	STALE_LEASE: { retry: "never", title: "Another run went on from here", next: "Look at that run." },
	CSV_BROKEN: { retry: "never", title: "The file is not readable CSV", next: "Save it as CSV again and upload that." },
	CSV_NOT_TEXT: {
		retry: "never",
		title: "The file is not text",
		next: "Open it in a spreadsheet, save it as CSV (UTF-8) and upload that.",
	},
	CSV_NUL: {
		retry: "never",
		title: "The file holds a NUL character",
		next: "Take the character out, or export the file as CSV (UTF-8) again, and upload that.",
	},
	CSV_EMPTY: { retry: "never", title: "The file has no rows", next: "Upload the file that holds the rows." },
	CREDENTIALS_UNREADABLE: { retry: "never", title: "The private key can't be read", next: "Save the certificate's private key again." },
	CSV_LINE_TOO_LONG: { retry: "never", title: "The file has no line ends", next: "Export it as CSV again and upload that." },
	XLSX_BROKEN: { retry: "never", title: "The workbook can't be opened", next: "Save it again, or save it as CSV, and upload that." },
	XLSX_LOCKED: { retry: "never", title: "The workbook is locked with a password", next: "Save it without one and upload that." },
	XLSX_TOO_LARGE: {
		retry: "never",
		title: "The workbook is too large",
		next: "Save it as CSV, which may be of any length, and upload that.",
	},
	XLSX_UNSAFE: {
		retry: "never",
		title: "The workbook is not one that a spreadsheet program writes",
		next: "Open it where you trust it, save it as CSV and upload that.",
	},
	FILE_UNKNOWN: {
		retry: "never",
		title: "The file is of no known kind",
		next: "Export it as CSV, XLSX, MT940, CAMT.053, OFX, QIF or BAI2 and upload that.",
	},
	FILE_BROKEN: { retry: "never", title: "The file is damaged", next: "Download it from the bank again and upload that." },
	FILE_CUT: { retry: "never", title: "The file ends in the middle", next: "Download it from the bank again and upload that." },
	FILE_LINE_TOO_LONG: { retry: "never", title: "The file has no line ends", next: "Export it again and upload that." },
	FILE_NOT_A_STATEMENT: {
		retry: "never",
		title: "The file is no statement",
		next: "Ask the bank for the end-of-day statement and upload that.",
	},
	FILE_TOO_DEEP: {
		retry: "never",
		title: "The file's elements lie too deep in one another",
		next: "Ask the bank for camt.053 as it sends it to everyone and upload that.",
	},
	FILE_XML_DTD: { retry: "never", title: "The file declares a document type", next: "Download it from the bank again and upload that." },
	FILE_ZIP_BROKEN: { retry: "never", title: "The archive can't be opened", next: "Download it again and upload that." },
	FILE_ZIP_EMPTY: { retry: "never", title: "The archive holds no statement", next: "Upload the statements themselves." },
	FILE_ZIP_LOCKED: { retry: "never", title: "The archive is locked with a password", next: "Unpack it and upload the files one by one." },
	FILE_ZIP_TOO_LARGE: { retry: "never", title: "The archive is too large", next: "Unpack it and upload the files one by one." },
	FILE_ZIP_UNSAFE: {
		retry: "never",
		title: "The archive is not one that a bank sends",
		next: "Unpack it where you trust it and upload the files one by one.",
	},
	FILE_GONE: { retry: "never", title: "The file is no longer there", next: "Upload it again." },
	NOT_FOUND: { retry: "never", title: "What the job works on is gone", next: "Check that it still exists." },
	INPUT: { retry: "never", title: "The job can't work with its input", next: "Correct it and start again." },
	INVALID_SCOPE: { retry: "never", title: "The job belongs to no tenant", next: startAgain },
	EXPORT_OVERTAKEN: {
		retry: "soon",
		tries: 5,
		title: "The export was begun again meanwhile",
		next: "Nothing: it is tried again by itself.",
	},
	OBJECT_MISSING: { retry: "never", title: "Stored bytes are gone", next: "Restore the objects folder from your backup." },
	OBJECT_HASH_MISMATCH: { retry: "never", title: "Stored bytes were changed", next: "Restore the objects folder from your backup." },
	OBJECT_FOREIGN: { retry: "never", title: "Stored bytes belong to somebody else", next: "Tell the operator." },
	KEY_MISSING: { retry: "never", title: "A data key is missing", next: "Restore the table tenant_keys from your backup." },
	KEY_UNREADABLE: { retry: "never", title: "A data key can't be unwrapped", next: "Put back the master key that it was made with." },
	AUDIT_ARCHIVE_NOT_VERIFIED: {
		retry: "never",
		title: "A month of the audit trail could not be archived",
		next: "Export the audit trail: its verification names what is not as it was sealed.",
	},
	AUDIT_SEAL_MISSING: {
		retry: "never",
		title: "Part of the audit trail's chain is gone",
		next: "Restore the table audit_seals from your backup.",
	},
	AUDIT_EMPTY: { retry: "never", title: "There is nothing to export yet", next: "Export the trail when something has happened." },
	KEY_NOT_EVERYWHERE: {
		retry: "soon",
		tries: 2,
		title: "A process has not taken the new key",
		next: "End the one that hangs, then rotate again.",
	},
	KEY_NOT_HERE_YET: { retry: "soon", title: "This process still has the key before", next: "Nothing: it is tried again by itself." },
	DATABASE_UNAVAILABLE: { retry: "soon", title: "The database can't be reached", next: "Nothing: it goes on when the database is back." },
	STORAGE_FULL: { retry: "soon", title: "The disk is full", next: "Make room; it goes on by itself." },
	UNEXPECTED: { retry: "soon", tries: 5, title: "Something unexpected happened", next: startAgain },
	JOB_STILL_RUNNING: { retry: "never", title: "That job is still running", next: "Wait until it has ended." },
	ARCHIVE_UNKNOWN: { retry: "never", title: "The archived history is of a newer version", next: "Upgrade, then open it again." },
	TERMINATED: { retry: "never", title: "An operator ended this job", next: startAgain },
	TIMED_OUT: { retry: "never", title: "The job took too long", next: startAgain },
	STEP_TIMED_OUT: { retry: "soon", title: "A step gave no sign of life", next: startAgain },
	RUN_LOST: { retry: "never", title: "Temporal no longer knows this job", next: startAgain },
	WORKER_LOST: { retry: "soon", title: "The worker was gone before the try ended", next: "Nothing: it is tried again by itself." },
};

const unlisted: FailureRow = { retry: "never", title: "The job could not go on", next: startAgain };

/** The row of a code; a code of ours that is not listed is not retried. */
export const failureRow = (code: string): FailureRow => failureTable[code] ?? unlisted;
