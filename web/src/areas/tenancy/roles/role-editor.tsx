// A role of the company's own: a draft is saved, looked through, and published for everybody who has the role.
import { Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { RouterInputs, RouterOutputs } from "../../../../../api/app-router.ts";
import { trpc } from "../../../app/api-client.ts";
import { useMay } from "../../../app/session.ts";
import { counted } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { tell } from "../../../kit/notices.ts";
import { NoticeBar } from "../../../kit/states.tsx";
import { WordChip } from "../../../kit/status-chip.tsx";
import type { Matrix } from "../people/member-words.ts";
import { DangerAction, DangerZone } from "../settings/danger-zone.tsx";
import { FormBlock, SettingsForm } from "../settings/settings-form.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { PermissionList } from "./permission-list.tsx";
import { PublishRole } from "./publish-role.tsx";
import { refreshRoles } from "./refresh-roles.ts";
import { ViewAsButton } from "./view-as-button.tsx";

type CustomRole = Matrix["custom"][number];
type Permission = RouterInputs["roles"]["create"]["permissions"][number];
type Saved = RouterOutputs["roles"]["saveDraft"];

interface RoleEditorProps {
	readonly matrix: Matrix;
	/** null: a new one. */
	readonly role: CustomRole | null;
}

/** A role as its fields start from it. */
interface Base {
	readonly version: number;
	readonly name: string;
	readonly description: string;
	/** Permissions, in order. */
	readonly words: string;
}

/** What every page leans on: without these a page stands still and knows no ledger's days. */
const basics: readonly Permission[] = ["entities.read", "events.read", "views.manage"];

const crumbs = [{ label: "Roles", to: "/settings/roles" as const }];

export function RoleEditor({ matrix, role }: RoleEditorProps) {
	const navigate = useNavigate();
	const mayManage = useMay("roles.manage");
	const stored = role?.draft ?? role ?? { name: "", description: "", permissions: basics.filter((word) => matrix.own.includes(word)) };
	const now: Base = { version: role?.version ?? 0, name: stored.name, description: stored.description, words: keyOf(stored.permissions) };
	// What the fields started from. Somebody else may save or publish the role meanwhile: what was typed stays until its editor says.
	const [base, setBase] = useState(now);
	const [name, setName] = useState(stored.name);
	const [description, setDescription] = useState(stored.description);
	const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(stored.permissions));
	const back = (): void => {
		setBase(now);
		setName(stored.name);
		setDescription(stored.description);
		setChosen(new Set(stored.permissions));
	};
	const differs = (from: Base): boolean => name !== from.name || description !== from.description || keyOf(chosen) !== from.words;
	const dirty = differs(now);
	const moved = JSON.stringify(now) !== JSON.stringify(base);
	if (moved && !(dirty && differs(base))) back();
	const saved = async (next: Saved): Promise<void> => {
		setName(next.draft?.name ?? next.name);
		setDescription(next.draft?.description ?? next.description);
		await refreshRoles();
		tell({ sentence: `The draft of ${next.draft?.name ?? next.name} is saved. Nobody has it before it is published.` });
		if (role === null) void navigate({ to: "/settings/roles/$roleId", params: { roleId: next.id }, replace: true, ignoreBlocker: true });
	};
	const create = useMutation(trpc.roles.create.mutationOptions({ onSuccess: saved }));
	const save = useMutation(trpc.roles.saveDraft.mutationOptions({ onSuccess: saved }));
	const error = create.error ?? save.error;
	const drop = (): void => {
		back();
		create.reset();
		save.reset();
	};
	const fields = error === null ? {} : failureOf(error).fields;
	const draft = { name, description, permissions: [...chosen] as Permission[] };
	const title = role === null ? "New role" : stored.name;
	const words = role === null ? null : stateWord(role);
	return (
		<SettingsPage
			title={title}
			crumbs={crumbs}
			body="form"
			beside={words === null ? undefined : <WordChip {...words} />}
			tools={
				role === null || dirty || !mayManage ? undefined : (
					<>
						<ViewAsButton role={`custom:${role.id}`} draft={role.draft !== null}>
							{role.draft === null ? "View as this role" : "View as the draft"}
						</ViewAsButton>
						{role.draft === null ? null : <PublishRole role={role} matrix={matrix} />}
					</>
				)
			}
		>
			{role?.draft === null || role === null || role.version === 0 ? null : (
				<NoticeBar tone="wait">
					<span>
						This is a draft. {role.members === 0 ? "Nobody has" : counted(role.members, "person has", "people have")} the role as it was
						published before.
					</span>
				</NoticeBar>
			)}
			{moved && dirty ? (
				<NoticeBar tone="wait">
					<span className="grow">
						Somebody else changed this role meanwhile.{" "}
						{now.version === base.version
							? "Saving puts yours in the place of their draft."
							: "It was published: look at it before you go on."}
					</span>
					<Button size="small" onClick={drop}>
						Show theirs, drop mine
					</Button>
				</NoticeBar>
			) : null}
			<SettingsForm
				label={title}
				dirty={dirty}
				busy={create.isPending || save.isPending}
				error={error}
				saveLabel="Save the draft"
				onSave={() => (role === null ? create.mutate(draft) : save.mutate({ id: role.id, version: base.version, ...draft }))}
				onDiscard={drop}
			>
				<FormBlock>
					<TextInput
						label="Name"
						name="name"
						maxLength={60}
						value={name}
						error={fields["name"]}
						onChange={(event) => setName(event.currentTarget.value)}
					/>
					<Textarea
						label="Description"
						name="description"
						description="Optional. Whom it is for."
						autosize
						minRows={1}
						maxLength={300}
						value={description}
						error={fields["description"]}
						onChange={(event) => setDescription(event.currentTarget.value)}
					/>
				</FormBlock>
				<FormBlock title="May" text="Only what your own role may can be put into a role.">
					<PermissionList groups={matrix.groups} chosen={chosen} own={new Set<string>(matrix.own)} onChange={setChosen} />
				</FormBlock>
			</SettingsForm>
			{role === null ? null : <Endings role={role} onDropped={back} />}
		</SettingsPage>
	);
}

const keyOf = (permissions: Iterable<string>): string => [...permissions].sort().join(" ");

function stateWord({ draft, version }: CustomRole) {
	if (version === 0) return { word: "Draft", icon: "circle-dotted", tone: "idle" } as const;
	return draft === null
		? ({ word: `Published, version ${version}`, icon: "circle-check", tone: "ok" } as const)
		: ({ word: "Has a draft", icon: "pencil", tone: "wait" } as const);
}

function Endings({ role, onDropped }: { readonly role: CustomRole; readonly onDropped: () => void }) {
	const navigate = useNavigate();
	const leave = (): void => void navigate({ to: "/settings/roles", ignoreBlocker: true });
	const discard = useMutation(
		trpc.roles.discardDraft.mutationOptions({
			onSuccess: ({ role: left }) => {
				void refreshRoles();
				if (left === null) return leave();
				onDropped();
			},
		}),
	);
	const remove = useMutation(
		trpc.roles.remove.mutationOptions({
			onSuccess: () => {
				void refreshRoles();
				leave();
			},
		}),
	);
	if (!useMay("roles.manage")) return null;
	const published = role.version > 0;
	return (
		<DangerZone>
			{role.draft === null ? null : (
				<DangerAction
					title={published ? "Drop the draft" : "Drop this role"}
					effect={published ? "The role stays as it is published." : "It was never published, so nobody has it; nothing of it is left."}
					verb={published ? "Drop the draft" : "Drop the role"}
					question={`Drop the draft of ${role.draft.name}?`}
					keep="Keep the draft"
					busy={discard.isPending}
					error={discard.error}
					onConfirm={() => discard.mutate({ id: role.id })}
				/>
			)}
			{published ? (
				<DangerAction
					title="Remove this role"
					effect={
						role.members === 0
							? "Nobody has it. Who had it once is still told by the audit trail."
							: `${counted(role.members, "person has", "people have")} it: give them another role first.`
					}
					verb="Remove the role"
					question={`Remove ${role.name}?`}
					keep="Keep the role"
					disabled={role.members > 0}
					busy={remove.isPending}
					error={remove.error}
					onConfirm={() => remove.mutate({ id: role.id })}
				/>
			) : null}
		</DangerZone>
	);
}
