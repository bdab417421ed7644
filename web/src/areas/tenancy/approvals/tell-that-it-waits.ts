// Says that a change waits for a second person, with the way to where it waits.
import type { useNavigate } from "@tanstack/react-router";
import { queryClient } from "../../../app/api-client.ts";
import { tell } from "../../../kit/notices.ts";

/** @param what the start of the sentence: "The role Clerk", "Another role for Maya Nair" */
export function tellThatItWaits(
	what: string,
	{ decisionId }: { readonly decisionId: string },
	navigate: ReturnType<typeof useNavigate>,
): void {
	void queryClient.invalidateQueries({ queryKey: [["approvals"]] });
	tell({
		sentence: `${what} waits for an approval. Until then nothing changes.`,
		action: { label: "Open the approval", onClick: () => void navigate({ to: "/approvals", search: { open: decisionId } }) },
	});
}
