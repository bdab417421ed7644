// A raw request body, piece by piece, up to a limit. What comes beyond it is thrown away as it arrives for a while, so that an honest
// sender can read the answer; one that goes on is cut off.
import type { IncomingMessage } from "node:http";
import { TieoutError } from "../../domain/core/errors.ts";

/** Of a body that is refused: how much more is listened to. */
const politeBytes = 64 * 1024 * 1024;

/** A sender from whom nothing comes for so long has gone. */
const idleMs = 60_000;

interface Limit {
	readonly bytes: number;
	/** What a person is told when there is more. */
	readonly sentence: string;
}

/** @throws TieoutError TOO_LARGE, or UPLOAD_CUT when the sender stopped early: what was given of it so far is not the whole */
export async function* bodyPieces(req: IncomingMessage, limit: Limit): AsyncGenerator<Uint8Array> {
	const tooLarge = (): TieoutError => new TieoutError("TOO_LARGE", limit.sentence, { limitBytes: limit.bytes });
	const pieces = (req as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
	req.setTimeout(idleMs, () => req.destroy());
	const next = () =>
		pieces.next().catch(() => {
			throw new TieoutError("UPLOAD_CUT", "The upload stopped before its end, so nothing was kept. Upload the file again.");
		});
	let size = 0;
	let refused = Number(req.headers["content-length"] ?? 0) > limit.bytes;
	let ignored = 0;
	for (;;) {
		const { done, value } = await next();
		if (done === true) {
			req.setTimeout(0);
			break;
		}
		size += value.length;
		refused ||= size > limit.bytes;
		if (!refused) yield value;
		else {
			ignored += value.length;
			if (ignored > politeBytes) break;
		}
	}
	if (refused) throw tooLarge();
}
