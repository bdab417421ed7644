// The name of a company's retention run: one at a time.

/** `t/<tenant>/retention/policies` */
export const retentionId = (tenantId: string): string => `t/${tenantId}/retention/policies`;
