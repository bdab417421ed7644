// One member: what they may do, another role for them, and taking their access away or giving it back.
import { Modal, Textarea } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api, queryClient, trpc } from "../../../app/api-client.ts";
import { useMe } from "../../../app/session.ts";
import { counted } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { Icon } from "../../../kit/icon.tsx";
import { offerUndo, tell } from "../../../kit/notices.ts";
import { FactList, Panel, PanelBody, PanelSection } from "../../../kit/panel.tsx";
import { StatusChip } from "../../../kit/status-chip.tsx";
import { fullMomentText } from "../../../kit/time-text.ts";
import { ErasePerson } from "./erase-person.tsx";
import { tellThatItWaits } from "../approvals/tell-that-it-waits.ts";
import {
	choiceOf,
	entitiesText,
	kindText,
	type Member,
	memberWords,
	permissionChange,
	roleChoices,
	roleOfChoice,
	seenText,
} from "./member-words.ts";
import { RoleFields } from "./role-fields.tsx";

const refresh = (): void => {
	for (const router of ["users", "roles", "auth"]) void queryClient.invalidateQueries({ queryKey: [[router]] });
};

interface MemberPanelProps {
	readonly member: Member;
	readonly zone: string;
	readonly takeFocus: boolean;
	readonly onClose: () => void;
}

export function MemberPanel({ member, zone, takeFocus, onClose }: MemberPanelProps) {
	return (
		<Panel
			label={member.name}
			title={member.name}
			subject={member.userId}
			takeFocus={takeFocus}
			onClose={onClose}
			beside={<StatusChip words={memberWords} status={member.status} />}
		>
			<PanelBody>
				<PanelSection>
					<FactList
						facts={[
							...(member.email === null ? [] : [{ label: "E-mail", value: <span className="trunc">{member.email}</span> }]),
							{ label: "Role", value: member.role.name },
							{ label: "Sees", value: entitiesText(member.entities) },
							{ label: "Kind", value: kindText[member.kind] },
							{ label: "Since", value: <span className="num">{fullMomentText(member.since, zone)}</span> },
							...(member.expiresAt === null
								? []
								: [{ label: "Until", value: <span className="num">{fullMomentText(member.expiresAt, zone)}</span> }]),
							...(member.removedAt === null
								? []
								: [{ label: "Removed", value: <span className="num">{fullMomentText(member.removedAt, zone)}</span> }]),
						]}
					/>
				</PanelSection>
				{member.status !== "active" ? null : member.can.change === null ? (
					<ChangeRole key={`${choiceOf(member)} ${entitiesText(member.entities)}`} member={member} />
				) : (
					<PanelSection title="Role">
						<p className="sec row" style={{ alignItems: "flex-start" }}>
							<Icon name="lock" size={14} />
							{member.can.change}
						</p>
					</PanelSection>
				)}
				<Access member={member} />
				<ErasePerson member={member} />
			</PanelBody>
		</Panel>
	);
}

function ChangeRole({ member }: { readonly member: Member }) {
	const navigate = useNavigate();
	const me = useMe();
	const matrix = useQuery(trpc.roles.matrix.queryOptions());
	const [role, setRole] = useState(choiceOf(member));
	const [entityIds, setEntityIds] = useState<readonly string[] | null>(member.entities?.map(({ id }) => id) ?? null);
	const [reason, setReason] = useState("");
	const change = useMutation(
		trpc.users.changeRole.mutationOptions({
			onSuccess: ({ name, role: now, entities, waits }) => {
				refresh();
				if (waits === null) tell({ sentence: `${name} sees ${seenText(entities)} as ${now.name} now.` });
				else {
					setRole(choiceOf(member));
					setEntityIds(member.entities?.map(({ id }) => id) ?? null);
					tellThatItWaits(`Another role for ${name}`, waits, navigate);
				}
			},
		}),
	);
	if (matrix.data === undefined) return null;
	const choices = roleChoices(matrix.data, me.tenant.role);
	const words = (value: string): readonly string[] => choices.find((choice) => choice.value === value)?.permissions ?? [];
	const { added, taken } = permissionChange(words(choiceOf(member)), words(role));
	const same = role === choiceOf(member) && entitiesKey(entityIds) === entitiesKey(member.entities?.map(({ id }) => id) ?? null);
	const failure = change.error === null ? null : failureOf(change.error);
	return (
		<PanelSection title="Change the role">
			<form
				noValidate
				onSubmit={(event) => {
					event.preventDefault();
					change.mutate({ userId: member.userId, ...roleOfChoice(role), entityIds: entityIds === null ? null : [...entityIds], reason });
				}}
			>
				<RoleFields
					choices={choices}
					role={role}
					onRole={(next) => {
						setRole(next);
						if (next === "owner") setEntityIds(null);
					}}
					entityIds={entityIds}
					onEntities={setEntityIds}
					errors={failure?.fields}
				/>
				<Textarea
					mt={12}
					label="Reason"
					description="Optional. It is kept in the audit trail."
					autosize
					minRows={1}
					maxLength={500}
					value={reason}
					onChange={(event) => setReason(event.currentTarget.value)}
				/>
				<p className="dim small" style={{ margin: "10px 0 2px" }} role="status">
					{same ? "Nothing changed yet." : changeText(added, taken)}
				</p>
				<p className="small" style={{ marginBottom: 10 }}>
					<Link to="/settings/roles">What each role may do</Link>
				</p>
				{failure === null || Object.keys(failure.fields).length > 0 ? null : (
					<p className="fail-text" role="alert">
						{failure.sentence}
					</p>
				)}
				<Button type="submit" tone="primary" busy={change.isPending} disabled={same}>
					Change the role
				</Button>
			</form>
		</PanelSection>
	);
}

const entitiesKey = (ids: readonly string[] | null): string => (ids === null ? "all" : [...ids].sort().join(" "));

function changeText(added: number, taken: number): string {
	if (added === 0 && taken === 0) return "The same permissions, other entities.";
	const parts = [added === 0 ? null : `${counted(added, "permission")} more`, taken === 0 ? null : `${counted(taken, "permission")} fewer`];
	return `${parts.filter((part) => part !== null).join(", ")}. It takes effect at once, unless a policy wants a second person for it.`;
}

function Access({ member }: { readonly member: Member }) {
	const me = useMe();
	const [asking, setAsking] = useState(false);
	const [reason, setReason] = useState("");
	const remove = useMutation(
		trpc.users.remove.mutationOptions({
			onSuccess: ({ userId, name }) => {
				setAsking(false);
				refresh();
				offerUndo({ sentence: `${name} no longer has access.`, undo: () => api.users.restore.mutate({ userId }).then(refresh) });
			},
		}),
	);
	const restore = useMutation(
		trpc.users.restore.mutationOptions({
			onSuccess: ({ name }) => {
				refresh();
				tell({ sentence: `${name} has access again.` });
			},
		}),
	);
	const unlock = useMutation(
		trpc.account.unlock.mutationOptions({ onSuccess: () => tell({ sentence: `${member.name} can try to sign in again at once.` }) }),
	);
	if (member.kind !== "member") return null;
	if (member.status !== "active")
		return (
			<PanelSection title="Access">
				<p className="sec" style={{ marginBottom: 8 }}>
					{member.can.restore ?? `They come back as ${member.role.name}, with the same entities.`}
				</p>
				{restore.error === null ? null : (
					<p className="fail-text" role="alert">
						{failureOf(restore.error).sentence}
					</p>
				)}
				{member.can.restore === null ? (
					<Button icon="arrow-back" busy={restore.isPending} onClick={() => restore.mutate({ userId: member.userId })}>
						Restore the access
					</Button>
				) : null}
			</PanelSection>
		);
	const self = member.userId === me.user.id;
	const mayUnlock = !self && me.permissions.includes("users.manage");
	return (
		<PanelSection title="Access">
			<p className="sec" style={{ marginBottom: 8 }}>
				{member.can.remove ?? "What they did stays, with their name. They can be restored."}
			</p>
			<div className="row wrap">
				{member.can.remove === null && !self ? (
					<Button tone="danger" icon="circle-minus" onClick={() => setAsking(true)}>
						Remove the access
					</Button>
				) : null}
				{mayUnlock ? (
					<Button
						icon="key"
						busy={unlock.isPending}
						title="After too many failed tries somebody is locked out for a while. This ends it."
						onClick={() => unlock.mutate({ userId: member.userId })}
					>
						End a lockout
					</Button>
				) : null}
			</div>
			{unlock.error === null ? null : (
				<p className="fail-text" role="alert">
					{failureOf(unlock.error).sentence}
				</p>
			)}
			<Modal opened={asking} onClose={() => setAsking(false)} title={`Remove ${member.name}?`} closeButtonProps={{ "aria-label": "Close" }}>
				<p className="sec">
					Their access to this company, their open invitations and the API keys that they were shown end at once; give a key that is still
					needed a new secret first. What they did stays, with their name; runs that they started go on.
				</p>
				<Textarea
					mt={12}
					label="Reason"
					description="Optional. It is kept in the audit trail."
					autosize
					minRows={2}
					maxLength={500}
					value={reason}
					onChange={(event) => setReason(event.currentTarget.value)}
				/>
				{remove.error === null ? null : (
					<p className="fail-text" role="alert">
						{failureOf(remove.error).sentence}
					</p>
				)}
				<div className="row" style={{ marginTop: 16, justifyContent: "flex-end" }}>
					<Button tone="quiet" onClick={() => setAsking(false)}>
						Keep the access
					</Button>
					<Button tone="danger" busy={remove.isPending} onClick={() => remove.mutate({ userId: member.userId, reason })}>
						Remove the access
					</Button>
				</div>
			</Modal>
		</PanelSection>
	);
}
