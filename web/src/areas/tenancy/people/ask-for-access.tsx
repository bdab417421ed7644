// Where a role lacks something: asking for one that has it. Whoever looks after the people decides in their inbox.
import { Modal, NativeSelect, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { RouterInputs } from "../../../../../api/app-router.ts";
import { companyWide } from "../../../../../domain/tenancy/entity-scope.ts";
import { isPermission, permissionsOf, roleNames, roles } from "../../../../../domain/tenancy/permissions.ts";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { useMe } from "../../../app/session.ts";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { NoPermission } from "../../../kit/states.tsx";

type Askable = RouterInputs["access"]["request"]["role"];

/** Roles that hold the permission and can be asked for, the one with the fewest permissions first. */
export const rolesWith = (permission: string): readonly Askable[] =>
	roles
		.filter((role): role is Askable => role !== "owner" && role !== "integration")
		.filter((role) => isPermission(permission) && permissionsOf[role].has(permission))
		.sort((one, other) => permissionsOf[one].size - permissionsOf[other].size);

interface RefusedProps {
	/** What can't be opened: "Data keys". */
	readonly what: string;
	readonly permission: string;
}

/** The no-permission state with a way on. */
export function Refused({ what, permission }: RefusedProps) {
	const me = useMe();
	const [asking, setAsking] = useState(false);
	const [asked, setAsked] = useState(false);
	const choices = rolesWith(permission);
	// What reaches the whole company isn't had with a limit to entities, whatever the role.
	const limited = me.viewing === null && me.entityIds !== null && isPermission(permission) && companyWide.has(permission);
	// Looking through another role nothing can be asked.
	const may = me.viewing === null && !limited && me.permissions.includes("tenancy.read") && choices.length > 0;
	return (
		<NoPermission
			what={what}
			permission={permission}
			role={me.viewing === null ? `${me.tenant.roleName}${limited ? ", limited to some entities" : ""}` : me.viewing.name}
			giver={
				limited
					? "It concerns the whole company: an owner or an admin of this company can take the limit away."
					: me.viewing === null
						? undefined
						: "You look through this role: go back to your own to open the page."
			}
			action={
				asked ? (
					<p role="status">You asked for another role. It waits for an answer; you find it under Approvals, “Prepared by me”.</p>
				) : may ? (
					<>
						<Button onClick={() => setAsking(true)}>Ask for access</Button>
						{asking ? (
							<AskDialog
								choices={choices}
								onClose={() => setAsking(false)}
								onAsked={() => {
									setAsking(false);
									setAsked(true);
								}}
							/>
						) : null}
					</>
				) : null
			}
		/>
	);
}

interface AskDialogProps {
	readonly choices: readonly Askable[];
	readonly onClose: () => void;
	readonly onAsked: () => void;
}

function AskDialog({ choices, onClose, onAsked }: AskDialogProps) {
	const [role, setRole] = useState<Askable>(choices[0] ?? "controller");
	const [reason, setReason] = useState("");
	const ask = useMutation(
		trpc.access.request.mutationOptions({
			onSuccess: () => {
				void queryClient.invalidateQueries({ queryKey: [["approvals"]] });
				onAsked();
			},
		}),
	);
	const failure = ask.error === null ? null : failureOf(ask.error);
	return (
		<Modal opened onClose={onClose} title="Ask for another role?" closeButtonProps={{ "aria-label": "Close" }}>
			<form
				noValidate
				onSubmit={(event) => {
					event.preventDefault();
					ask.mutate({ role, reason });
				}}
			>
				<NativeSelect
					label="Role"
					description="Each of these has what is missing."
					value={role}
					onChange={(event) => setRole(choices.find((choice) => choice === event.currentTarget.value) ?? role)}
					data={choices.map((value) => ({ value, label: roleNames[value] }))}
				/>
				<Textarea
					mt={12}
					label="What for"
					data-autofocus
					autosize
					minRows={2}
					maxLength={500}
					value={reason}
					error={failure?.fields["reason"]}
					onChange={(event) => setReason(event.currentTarget.value)}
				/>
				{failure === null || failure.fields["reason"] !== undefined ? null : (
					<p className="fail-text" role="alert">
						{failure.sentence}
					</p>
				)}
				<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
					<Button type="button" tone="quiet" onClick={onClose}>
						Cancel
					</Button>
					<Button type="submit" tone="primary" busy={ask.isPending}>
						Ask for the role
					</Button>
				</div>
			</form>
		</Modal>
	);
}
