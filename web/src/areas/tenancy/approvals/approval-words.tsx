// What a kind of approval is called, what approving it does, and what its two buttons say.
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import type { MoneyWire } from "../../../../../domain/core/money.ts";
import type { ChangeKind } from "../../../../../domain/tenancy/change.ts";
import { counted, countText } from "../../../kit/amount.tsx";
import type { IconName } from "../../../kit/icon-paths.ts";
import type { StatusWord } from "../../../kit/status-words.ts";

export type ApprovalDetail = RouterOutputs["approvals"]["get"];
type Kind = ApprovalDetail["kind"];

const kindIcons: Readonly<Record<Kind, IconName>> = { mass_delete: "trash", change: "pencil" };

export const iconOf = ({ kind, action }: Pick<ApprovalDetail, "kind" | "action">): IconName =>
	action === "files.import" || action === "exports.run" ? "download" : kindIcons[kind];

/** What can be asked about, as the filter and the answer of several call it. */
export const actionWords = {
	mass_delete: { one: "deletion", many: "Deletions" },
	"files.import": { one: "import", many: "Imports" },
	"exports.run": { one: "export", many: "Exports" },
	"users.change_role": { one: "role change", many: "Role changes" },
	"roles.publish": { one: "role", many: "Published roles" },
	"policies.publish": { one: "policy", many: "Policies" },
	"tenant.erase": { one: "erasure", many: "Erasure of the company" },
} as const satisfies Readonly<Record<"mass_delete" | ChangeKind, { readonly one: string; readonly many: string }>>;

export const actionWord = (action: string): string =>
	action in actionWords ? actionWords[action as keyof typeof actionWords].one : "approval";

export const approvalWords = {
	open: { word: "Waiting", icon: "user-question", tone: "wait" },
	approved: { word: "Approved", icon: "circle-check", tone: "ok" },
	rejected: { word: "Rejected", icon: "x", tone: "fail" },
	expired: { word: "Ran out", icon: "clock", tone: "idle" },
} as const satisfies Readonly<Record<ApprovalDetail["status"], StatusWord>>;

export const deletedBy = ({ deletion }: Pick<ApprovalDetail, "deletion">): number =>
	deletion?.streams.reduce((sum, stream) => sum + stream.count, 0) ?? 0;

/** `approve` names the effect; `after` says what goes on once it is given. */
export function verbsOf(approval: ApprovalDetail): { readonly approve: string; readonly after: string } {
	if (approval.kind === "mass_delete")
		return { approve: `Approve, delete ${countText(deletedBy(approval))}`, after: "The run goes on and deletes the records." };
	if (approval.action === "files.import") return { approve: "Approve, import the file", after: "The import starts within a minute." };
	if (approval.action === "exports.run") return { approve: "Approve, write the file", after: "The file is written within a minute." };
	return { approve: "Approve, apply the change", after: "The change is being applied." };
}

/** In order; `until`: when an open question ends by itself. */
export function effectsOf(approval: ApprovalDetail, until: string): readonly string[] {
	const none =
		approval.status === "open"
			? [`Without an answer by ${until} ${approval.deletion === null ? "nothing is changed" : "the records are kept"}.`]
			: [];
	if (approval.kind === "mass_delete")
		return [
			"The waiting run goes on at once.",
			...(approval.deletion?.streams ?? []).map(
				(stream) =>
					`${countText(stream.count)} of ${counted(stream.of, "record")} in ${stream.title.toLowerCase()} are closed; their versions stay in the history.`,
			),
			"Matches of these rows become exceptions at the next reconciliation.",
			...none,
		];
	if (approval.action === "files.import")
		return ["The file is imported, exactly as it is read now.", "The audit trail keeps both names and your comment.", ...none];
	if (approval.action === "exports.run")
		return [
			"The file is written for whoever asked, and kept for seven days.",
			"The audit trail keeps both names and your comment.",
			...none,
		];
	return ["The change is applied at once, exactly as shown.", "The audit trail keeps both names and your comment.", ...none];
}

/** Who asks, for a line of the list. */
export const askedBy = ({ preparedBy, jobTitle }: Pick<ApprovalDetail, "preparedBy" | "jobTitle">): string => preparedBy ?? jobTitle;

/** What it is worth, in every currency. */
export const amountsOf = ({ amount, amounts }: Pick<ApprovalDetail, "amount" | "amounts">): readonly MoneyWire[] =>
	amounts.length > 0 || amount === null ? amounts : [amount];
