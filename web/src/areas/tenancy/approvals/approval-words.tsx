// What a kind of approval is called, what approving it does, and what its two buttons say.
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { counted, countText } from "../../../kit/amount.tsx";
import type { IconName } from "../../../kit/icon-paths.ts";
import type { StatusWord } from "../../../kit/status-words.ts";

export type ApprovalDetail = RouterOutputs["approvals"]["get"];
type Kind = ApprovalDetail["kind"];

export const kindIcons: Readonly<Record<Kind, IconName>> = { mass_delete: "trash", change: "pencil" };

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
	return ["The change is applied at once, exactly as shown.", "The audit trail keeps both names and your comment.", ...none];
}

/** Who asks, for a line of the list. */
export const askedBy = ({ preparedBy, jobTitle }: Pick<ApprovalDetail, "preparedBy" | "jobTitle">): string => preparedBy ?? jobTitle;
