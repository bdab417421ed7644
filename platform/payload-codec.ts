// Encrypts every payload that Temporal stores, with the key of the tenant whose workflow id it belongs to. There is no default
// key: a payload without context is refused, so nothing can be written in the clear by accident.
import type { DataConverter, Payload, PayloadCodec, SerializationContext } from "@temporalio/common";
import proto from "@temporalio/proto";
import { fileURLToPath } from "node:url";
import { TieoutError } from "../domain/core/errors.ts";
import { keyIdOf, type Keys, platformTenant, readKeyId } from "./keys.ts";
import { open, seal } from "./seal.ts";

const encoding = "binary/encrypted";
const text = new TextEncoder();
const decodeText = (bytes: Uint8Array | null | undefined): string => new TextDecoder().decode(bytes ?? undefined);

/** Whether this codec made it. */
export const isSealed = (payload: Payload): boolean => decodeText(payload.metadata?.["encoding"]) === encoding;

/** Which key opens a sealed payload. */
export const keyIdOfPayload = (payload: Payload): string => decodeText(payload.metadata?.["encryption-key-id"]);

/** The tenant that a workflow id belongs to: `t/<tenant>/…`, or the platform for `p/…`. @throws TieoutError PAYLOAD_CONTEXT_MISSING */
export function tenantOfWorkflowId(workflowId: string | undefined): string {
	if (workflowId?.startsWith("p/")) return platformTenant;
	const tenantId = /^t\/([^/]+)\//.exec(workflowId ?? "")?.[1];
	if (tenantId !== undefined) return tenantId;
	throw new TieoutError("PAYLOAD_CONTEXT_MISSING", "A payload belongs to no workflow id of a tenant, so it can't be encrypted.");
}

/** AAD is the key id: not the workflow id, because a schedule encrypts under its own id and its run decrypts under another. */
export function createPayloadCodec(keys: Keys): PayloadCodec {
	const encodeOne = (payload: Payload, tenantId: string): Payload => {
		const { no, key } = keys.current(tenantId, "payload");
		const keyId = keyIdOf(tenantId, no);
		const plain = proto.temporal.api.common.v1.Payload.encode(payload).finish();
		const data = seal(key, keyId, plain);
		return { metadata: { encoding: text.encode(encoding), "encryption-key-id": text.encode(keyId) }, data };
	};
	const decodeOne = (payload: Payload, context: SerializationContext | undefined): Payload => {
		if (!isSealed(payload)) return payload;
		const keyId = keyIdOfPayload(payload);
		const { tenantId, no } = readKeyId(keyId) ?? unreadable();
		if (context?.workflowId !== undefined && tenantOfWorkflowId(context.workflowId) !== tenantId) {
			throw new TieoutError("PAYLOAD_FOREIGN", "A payload of another tenant was refused.");
		}
		const plain = openPayload(keys.numbered(tenantId, "payload", no), keyId, payload.data ?? new Uint8Array(0));
		// A Payload decoded by protobufjs is a class instance; the SDK wants plain objects across isolates.
		const { metadata, data } = proto.temporal.api.common.v1.Payload.decode(plain);
		return { metadata, data };
	};
	return {
		encode: async (payloads, context) => {
			if (payloads.length === 0) return [];
			const tenantId = tenantOfWorkflowId(context?.workflowId);
			return payloads.map((payload) => encodeOne(payload, tenantId));
		},
		decode: async (payloads, context) => payloads.map((payload) => decodeOne(payload, context)),
	};
}

function openPayload(key: Uint8Array, keyId: string, sealed: Uint8Array): Uint8Array {
	try {
		return open(key, keyId, sealed);
	} catch {
		return unreadable();
	}
}

function unreadable(): never {
	throw new TieoutError("PAYLOAD_UNREADABLE", "A stored payload can't be opened with the present master key.");
}

export const failureConverterPath = fileURLToPath(new URL("./failure-converter.ts", import.meta.url));

/** For workers and clients alike; the workflow bundle takes `failureConverterPath` besides. */
export const createDataConverter = (keys: Keys): DataConverter => ({
	failureConverterPath,
	payloadCodecs: [createPayloadCodec(keys)],
});
