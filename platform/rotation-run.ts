// The name of a company's key rotation: one at a time, whether a person or the platform asks for it.

/** `t/<tenant>/rotate_keys/data` */
export const rotateKeysId = (tenantId: string): string => `t/${tenantId}/rotate_keys/data`;
