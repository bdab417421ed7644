// Reads a raw request body up to a limit. What comes beyond it is thrown away as it arrives, so that the answer can be read.
import type { IncomingMessage } from "node:http";
import { TieoutError } from "../../domain/core/errors.ts";

/** @throws TieoutError TOO_LARGE with `tooLarge` as its sentence, or UPLOAD_CUT when the sender stopped early */
export async function readBody(req: IncomingMessage, limitBytes: number, tooLarge: string): Promise<Uint8Array> {
	const declared = Number(req.headers["content-length"] ?? 0);
	const chunks: Uint8Array[] = [];
	let size = 0;
	let discarded = declared > limitBytes ? declared : 0;
	try {
		for await (const chunk of req as AsyncIterable<Uint8Array>) {
			size += chunk.length;
			if (size > limitBytes) discarded = Math.max(discarded, size);
			// A sender that goes on for ever is cut off; an honest one gets its sentence.
			if (size > limitBytes * 4) break;
			if (discarded > 0) chunks.length = 0;
			else chunks.push(chunk);
		}
	} catch {
		throw new TieoutError("UPLOAD_CUT", "The upload stopped before its end, so nothing was kept. Upload the file again.");
	}
	if (discarded > 0) throw new TieoutError("TOO_LARGE", tooLarge, { limitBytes });
	return Buffer.concat(chunks, size);
}
