// A member who has left for good: their name and addresses are erased from the company, after the name was typed.
import { Modal, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { erasedName } from "../../../../../domain/tenancy/lifecycle/erasure.ts";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { useMay } from "../../../app/session.ts";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { tell } from "../../../kit/notices.ts";
import { PanelSection } from "../../../kit/panel.tsx";
import type { Member } from "./member-words.ts";

export function ErasePerson({ member }: { readonly member: Member }) {
	const may = useMay("users.manage");
	const [asking, setAsking] = useState(false);
	const [typed, setTyped] = useState("");
	const [reason, setReason] = useState("");
	const erase = useMutation(
		trpc.lifecycle.erasePerson.mutationOptions({
			onSuccess: ({ account }) => {
				setAsking(false);
				for (const router of ["users", "audit", "approvals", "jobs"]) void queryClient.invalidateQueries({ queryKey: [[router]] });
				tell({
					sentence: `${member.name} was erased from this company. ${account === "erased" ? "Their account is gone too." : "Their account stays: they are in another company."}`,
				});
			},
		}),
	);
	if (!may || member.kind !== "member" || member.status !== "removed" || member.name === erasedName) return null;
	return (
		<PanelSection title="Personal data">
			<p className="sec" style={{ marginBottom: 8 }}>
				Their name and addresses go from this company for good, and their account when they are in no other one. What they did stays, under
				an id alone, and the audit trail still verifies. Text that people typed themselves stays as it is.
			</p>
			<Button tone="danger" icon="circle-minus" onClick={() => setAsking(true)}>
				Erase personal data
			</Button>
			<Modal
				opened={asking}
				onClose={() => setAsking(false)}
				title={`Erase the personal data of ${member.name}?`}
				closeButtonProps={{ "aria-label": "Close" }}
			>
				<form
					noValidate
					onSubmit={(event) => {
						event.preventDefault();
						erase.mutate({ userId: member.userId, name: typed, reason });
					}}
				>
					<p className="sec">This can’t be undone: nobody can tell from this company’s records any more who they were.</p>
					<TextInput
						mt={12}
						label={`Type “${member.name}” to go on`}
						autoComplete="off"
						value={typed}
						onChange={(event) => setTyped(event.currentTarget.value)}
					/>
					<Textarea
						mt={12}
						label="Why"
						description="It is kept in the audit trail. Don’t name the person."
						autosize
						minRows={2}
						maxLength={500}
						value={reason}
						onChange={(event) => setReason(event.currentTarget.value)}
					/>
					{erase.error === null ? null : (
						<p className="fail-text" role="alert">
							{failureOf(erase.error).sentence}
						</p>
					)}
					<div className="row wrap" style={{ marginTop: 16, justifyContent: "flex-end" }}>
						<Button tone="quiet" onClick={() => setAsking(false)}>
							Keep the data
						</Button>
						<Button type="submit" tone="danger" busy={erase.isPending} disabled={typed !== member.name || reason.trim().length < 3}>
							Erase personal data
						</Button>
					</div>
				</form>
			</Modal>
		</PanelSection>
	);
}
