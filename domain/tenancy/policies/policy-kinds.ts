// The kinds of policies there are.

/**
 * - `masking`: columns that roles don't see
 * - `export`: what may leave as a file
 * - `approval`: what waits for a second person
 * - `retention`: how long rows are kept
 * - `model`: which model providers may be given data
 */
export const policyKinds = ["masking", "export", "approval", "retention", "model"] as const;
export type PolicyKind = (typeof policyKinds)[number];
