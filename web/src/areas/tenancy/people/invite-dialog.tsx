// Asks somebody in: their address, a role that the inviter may give, and what they will see.
import { Modal, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { useMe } from "../../../app/session.ts";
import { Button } from "../../../kit/button.tsx";
import { tell } from "../../../kit/notices.ts";
import { failureOf } from "../../../kit/failure.ts";
import { LoadingState } from "../../../kit/states.tsx";
import { FormFailure } from "../settings/settings-form.tsx";
import { roleChoices, roleOfChoice } from "./member-words.ts";
import { RoleFields } from "./role-fields.tsx";

export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
	const me = useMe();
	const matrix = useQuery(trpc.roles.matrix.queryOptions());
	const [email, setEmail] = useState("");
	const [role, setRole] = useState("analyst");
	const [entityIds, setEntityIds] = useState<readonly string[] | null>(me.entityIds === null ? null : [...me.entityIds]);
	const invite = useMutation(
		trpc.invitations.create.mutationOptions({
			onSuccess: (invitation) => {
				void queryClient.invalidateQueries({ queryKey: [["invitations"]] });
				tell({ sentence: `${invitation.email} is invited as ${invitation.roleName}. The link is on its way by mail.` });
				onClose();
			},
		}),
	);
	const fields = invite.error === null ? {} : failureOf(invite.error).fields;
	return (
		<Modal opened onClose={onClose} title="Invite somebody" closeButtonProps={{ "aria-label": "Close" }}>
			{matrix.data === undefined ? (
				<LoadingState />
			) : (
				<form
					noValidate
					onSubmit={(event) => {
						event.preventDefault();
						const { role: key, roleId } = roleOfChoice(role);
						invite.mutate({ email, role: key, customRoleId: roleId, entityIds: entityIds === null ? null : [...entityIds] });
					}}
				>
					<FormFailure error={Object.keys(fields).length === 0 ? invite.error : null} />
					<TextInput
						label="E-mail"
						name="email"
						type="email"
						autoComplete="off"
						data-autofocus
						mb={12}
						value={email}
						error={fields["email"]}
						onChange={(event) => setEmail(event.currentTarget.value)}
					/>
					<RoleFields
						choices={roleChoices(matrix.data, me.tenant.role)}
						role={role}
						onRole={(next) => {
							setRole(next);
							if (next === "owner") setEntityIds(null);
						}}
						entityIds={entityIds}
						onEntities={setEntityIds}
						errors={fields}
					/>
					<p className="dim small" style={{ marginTop: 10 }}>
						They get a link by mail that is good for a week. Until they accept, nothing is open to them.
					</p>
					<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
						<Button type="button" tone="quiet" onClick={onClose}>
							Cancel
						</Button>
						<Button type="submit" tone="primary" icon="mail" busy={invite.isPending}>
							Send the invitation
						</Button>
					</div>
				</form>
			)}
		</Modal>
	);
}
