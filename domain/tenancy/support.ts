// Access of the platform's support to a company: for a time, with a reason, ended by the clock at the latest.
import { err, ok, type Result } from "../core/result.ts";
import { without } from "../core/sets.ts";
import type { Permission } from "./permissions.ts";

/** Support reads, or repairs what engineers may repair; it never decides, and it manages nobody. */
export const supportRoles = ["auditor", "engineer"] as const;
export type SupportRole = (typeof supportRoles)[number];

/** What would outlast the access: a key, a secret that messages are believed by, an address that events go to, a provider that vouches for people. Support never has it. */
const lasting: ReadonlySet<Permission> = new Set([
	"connections.manage",
	"api_keys.manage",
	"webhooks.manage",
	"model_keys.manage",
	"sso.manage",
	"users.invite",
	"users.manage",
	"roles.manage",
	"policies.manage",
	"support.grant",
]);

/** What a role lets support do. */
export const supportMay = (permissions: ReadonlySet<Permission>): ReadonlySet<Permission> => without(permissions, lasting);

export const supportStatuses = ["requested", "granted", "refused", "withdrawn", "ended"] as const;
export type SupportStatus = (typeof supportStatuses)[number];

export const mostSupportHours = 72;

export type SupportStep = "grant" | "refuse" | "withdraw" | "end";

const from: Readonly<Record<SupportStep, SupportStatus>> = {
	grant: "requested",
	refuse: "requested",
	withdraw: "requested",
	end: "granted",
};
const words: Readonly<Record<SupportStatus, string>> = {
	requested: "still waits for an answer",
	granted: "was granted",
	refused: "was refused",
	withdrawn: "was withdrawn",
	ended: "is over",
};

/** @param state what people see: a grant whose time is over has ended, whatever its row says */
export function supportStep(
	step: SupportStep,
	state: SupportStatus,
): Result<void, { readonly code: "SUPPORT_STATE"; readonly message: string }> {
	if (state === from[step]) return ok(undefined);
	return err({ code: "SUPPORT_STATE", message: `This request ${words[state]}. Reload the page to see how it went on.` });
}
