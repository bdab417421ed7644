// Reads one payload of a history: decrypted by the codec under its workflow's id, then parsed.
import type { LoadedDataConverter, Payload } from "@temporalio/common";
import { namespace } from "../temporal.config.ts";

/** The value, or undefined for an empty payload. @throws TieoutError PAYLOAD_UNREADABLE, PAYLOAD_FOREIGN */
export async function decodePayload(converter: LoadedDataConverter, workflowId: string, payload: Payload): Promise<unknown> {
	let decoded = [payload];
	for (const codec of converter.payloadCodecs.toReversed()) {
		decoded = await codec.decode(decoded, { type: "workflow", namespace, workflowId });
	}
	return decoded[0] === undefined ? undefined : converter.payloadConverter.fromPayload(decoded[0]);
}
