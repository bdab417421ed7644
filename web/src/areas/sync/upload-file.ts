// Sends a file's bytes as they are; the API stores them before it looks inside.
import { ourHeaders } from "../../app/api-client.ts";

export interface Uploaded {
	readonly fileId: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** @throws Error whose message is the API's sentence */
export async function uploadFile(connectionId: string, name: string, bytes: Blob): Promise<Uploaded> {
	const query = new URLSearchParams({ name, connectionId });
	const response = await fetch(`/files/upload?${query}`, {
		method: "POST",
		headers: { ...ourHeaders(), "content-type": "application/octet-stream" },
		body: bytes,
	});
	const answer: unknown = await response.json().catch(() => null);
	if (response.ok && isRecord(answer) && typeof answer.fileId === "string") return { fileId: answer.fileId };
	const error = isRecord(answer) && isRecord(answer.error) ? answer.error : {};
	throw Object.assign(new Error(typeof error.message === "string" ? error.message : `The upload was refused (${response.status}).`), {
		data: error,
	});
}

/** The demo company's own statement, to try the import with. */
export async function fetchSample(connectionId: string): Promise<{ readonly name: string; readonly bytes: Blob }> {
	const response = await fetch(`/files/sample.csv?${new URLSearchParams({ connectionId })}`, { headers: ourHeaders() });
	if (!response.ok) {
		const answer: unknown = await response.json().catch(() => null);
		const error = isRecord(answer) && isRecord(answer.error) ? answer.error : {};
		throw Object.assign(
			new Error(typeof error.message === "string" ? error.message : `The sample could not be read (${response.status}).`),
			{ data: error },
		);
	}
	return { name: "sample-statement.csv", bytes: await response.blob() };
}
