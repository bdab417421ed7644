// Encrypts what failures say. It is bundled with the workflows, so it may import nothing of Node.
import { DefaultFailureConverter } from "@temporalio/common";

/** Message and stack travel as an encoded payload; the failure's `type` (our code) stays readable. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
