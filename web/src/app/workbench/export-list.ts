// Asks for a list as a file. A short one is saved at once; a long one is a job, and its file is offered when it is written.
import { tell } from "../../kit/notices.ts";
import { countText } from "../../kit/amount.tsx";
import { api, ourHeaders } from "../api-client.ts";

export interface ExportAsk {
	readonly list: string;
	readonly title: string;
	readonly format: "csv" | "xlsx";
	readonly columns: readonly { readonly id: string; readonly title: string }[];
	readonly filter: unknown;
	readonly words: readonly { readonly label: string; readonly value: string }[];
}

const pollMs = 1_500;

export async function exportList(ask: ExportAsk): Promise<void> {
	const response = await fetch("/exports", {
		method: "POST",
		headers: { ...ourHeaders(), "content-type": "application/json" },
		body: JSON.stringify(ask),
	}).catch(() => null);
	if (response === null) return tell({ sentence: "The export did not reach the server. Look at the connection, then try again." });
	if (!response.ok) {
		const { error } = (await response.json()) as { error?: { message?: string } };
		return tell({ sentence: error?.message ?? "The export did not work. Try again." });
	}
	if (response.status === 202) {
		const answer = (await response.json()) as { exportId: string; rows: number } | { decisionId: string; rows: number };
		return "decisionId" in answer ? sayThatItWaits(answer) : followJob(answer);
	}
	save(await response.blob(), nameOf(response) ?? `${ask.title}.${ask.format}`);
}

/** A policy wants a second person for so many rows; the file is a job once they have approved. */
function sayThatItWaits({ decisionId, rows }: { readonly decisionId: string; readonly rows: number }): void {
	tell({
		sentence: `${countText(rows)} rows wait for an approval. The file comes from a job, under Jobs, once somebody has approved it.`,
		action: { label: "Open the approval", onClick: () => window.location.assign(`/approvals?open=${decisionId}`) },
		lastsMs: Infinity,
	});
}

/** The file comes from a job: said now, and again when it is there. */
async function followJob({ exportId, rows }: { readonly exportId: string; readonly rows: number }): Promise<void> {
	const open = { label: "Open the job", onClick: () => window.location.assign(`/jobs/${exportId}`) };
	tell({ sentence: `${countText(rows)} rows are being written by a job. You can go on working.`, action: open, lastsMs: Infinity });
	for (;;) {
		await new Promise((resolve) => setTimeout(resolve, pollMs));
		const made = await api.exports.get.query({ id: exportId }).catch(() => null);
		if (made?.status === "ready")
			return tell({ sentence: `${made.name} is ready.`, action: { label: "Download", href: `/exports/${exportId}` }, lastsMs: Infinity });
		const job = await api.jobs.get.query({ jobId: exportId }).catch(() => null);
		if (job !== null && job.closedAt !== null) {
			tell({ sentence: "The export’s job ended without a file. Its page says why.", action: open, lastsMs: Infinity });
			return;
		}
	}
}

const nameOf = (response: Response): string | undefined =>
	/filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1];

function save(blob: Blob, name: string): void {
	const link = document.createElement("a");
	link.href = URL.createObjectURL(blob);
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
