// Who was asked in: what became of it, the link once more, and taking it back.
import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { useEntities, useMay } from "../../../app/session.ts";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { ListCount } from "../../../kit/list-count.tsx";
import { tell } from "../../../kit/notices.ts";
import { FootBar, Split } from "../../../kit/page.tsx";
import { FactList, Panel, PanelBody, PanelSection } from "../../../kit/panel.tsx";
import { EmptyState } from "../../../kit/states.tsx";
import { StatusChip } from "../../../kit/status-chip.tsx";
import type { StatusWord } from "../../../kit/status-words.ts";
import { DataTable } from "../../../kit/table/data-table.tsx";
import { columnsOf } from "../../../kit/table/tieout-table.ts";
import { fullMomentText, momentText } from "../../../kit/time-text.ts";

type Invitation = RouterOutputs["invitations"]["list"][number];

const invitationWords = {
	open: { word: "Waiting", icon: "mail", tone: "wait" },
	accepted: { word: "Accepted", icon: "circle-check", tone: "ok" },
	revoked: { word: "Taken back", icon: "circle-minus", tone: "idle" },
	expired: { word: "Ran out", icon: "clock", tone: "idle" },
} as const satisfies Readonly<Record<Invitation["state"], StatusWord>>;

const column = columnsOf<Invitation>();

const invitationColumns = (zone: string, now: string) =>
	column.columns([
		column.accessor("email", {
			header: "E-mail",
			meta: { kind: "text", width: "minmax(200px, 1.6fr)", rowHeader: true, phone: "a" },
			cell: ({ getValue }) => <span className="med trunc">{getValue()}</span>,
		}),
		column.accessor("roleName", {
			header: "Role",
			meta: { kind: "text", width: "minmax(120px, 1fr)", phone: "c" },
			cell: ({ getValue }) => <span className="trunc">{getValue()}</span>,
		}),
		column.accessor("state", {
			header: "State",
			meta: { kind: "status", width: "118px", phone: "b" },
			cell: ({ getValue }) => <StatusChip words={invitationWords} status={getValue()} />,
		}),
		column.accessor("inviterName", {
			header: "Invited by",
			meta: { kind: "text", width: "minmax(120px, 1fr)", spare: true },
			cell: ({ getValue }) => <span className="sec trunc">{getValue()}</span>,
		}),
		column.accessor("createdAt", {
			header: "Sent",
			meta: { kind: "instant", width: "150px", phone: "d" },
			cell: ({ getValue }) => <span className="sec num">{momentText(getValue(), zone, now)}</span>,
		}),
	]);

interface InvitationsListProps {
	readonly zone: string;
	readonly now: string;
	readonly openId: string | undefined;
	readonly onOpen: (id: string | undefined) => void;
}

export function InvitationsList({ zone, now, openId, onOpen }: InvitationsListProps) {
	const query = useQuery(trpc.invitations.list.queryOptions());
	const [byKeyboard, setByKeyboard] = useState(false);
	const minute = now.slice(0, 16);
	const columns = useMemo(() => invitationColumns(zone, `${minute}:00Z`), [zone, minute]);
	const rows = query.data ?? [];
	const open = rows.find(({ id }) => id === openId);
	return (
		<Split
			width={380}
			panel={
				open === undefined ? null : (
					<InvitationPanel key={open.id} invitation={open} zone={zone} takeFocus={byKeyboard} onClose={() => onOpen(undefined)} />
				)
			}
		>
			<DataTable
				label="Invitations"
				memory="invitations"
				columns={columns}
				narrow={open !== undefined}
				rows={rows}
				idOf={(row) => row.id}
				height={36}
				total={query.data?.length ?? null}
				openId={openId ?? null}
				onOpen={(row, by) => {
					setByKeyboard(by === "keyboard");
					onOpen(row?.id);
				}}
				loading={query.isPending}
				error={query.error}
				again={() => void query.refetch()}
				empty={<EmptyState title="Nobody is invited">Whoever is asked in is listed here until they accept, and after.</EmptyState>}
			/>
			<FootBar>
				<ListCount total={query.data === undefined ? undefined : rows.length} one="invitation" />
			</FootBar>
		</Split>
	);
}

interface InvitationPanelProps {
	readonly invitation: Invitation;
	readonly zone: string;
	readonly takeFocus: boolean;
	readonly onClose: () => void;
}

function InvitationPanel({ invitation, zone, takeFocus, onClose }: InvitationPanelProps) {
	const may = useMay("users.invite");
	const entities = useEntities();
	const done = (sentence: string): void => {
		tell({ sentence });
		void queryClient.invalidateQueries({ queryKey: [["invitations"]] });
	};
	const again = useMutation(trpc.invitations.again.mutationOptions({ onSuccess: ({ email }) => done(`${email} gets a new link.`) }));
	const takeBack = useMutation(
		trpc.invitations.takeBack.mutationOptions({ onSuccess: () => done(`The invitation of ${invitation.email} is taken back.`) }),
	);
	const error = again.error ?? takeBack.error;
	const { state, entityIds } = invitation;
	const input = { invitationId: invitation.id };
	return (
		<Panel
			label={invitation.email}
			title={invitation.email}
			subject={invitation.id}
			takeFocus={takeFocus}
			onClose={onClose}
			beside={<StatusChip words={invitationWords} status={state} />}
		>
			<PanelBody>
				<PanelSection>
					<FactList
						facts={[
							{ label: "Role", value: invitation.roleName },
							{
								label: "Sees",
								value:
									entityIds === null
										? "Whole company"
										: entityIds.map((id) => entities.find((entity) => entity.id === id)?.name ?? "an entity").join(", "),
							},
							{ label: "Invited by", value: invitation.inviterName },
							{ label: "Sent", value: <span className="num">{fullMomentText(invitation.createdAt, zone)}</span> },
							{ label: "Good until", value: <span className="num">{fullMomentText(invitation.expiresAt, zone)}</span> },
						]}
					/>
				</PanelSection>
				{may && (state === "open" || state === "expired") ? (
					<PanelSection title="The link">
						{error === null ? null : (
							<p className="fail-text" role="alert">
								{failureOf(error).sentence}
							</p>
						)}
						<div className="row wrap">
							<Button icon="mail" busy={again.isPending} onClick={() => again.mutate(input)}>
								Send a new link
							</Button>
							{state === "open" ? (
								<Button tone="danger" busy={takeBack.isPending} onClick={() => takeBack.mutate(input)}>
									Take it back
								</Button>
							) : null}
						</div>
						<p className="dim small" style={{ marginTop: 8 }}>
							A new link makes the old one useless.
						</p>
					</PanelSection>
				) : null}
			</PanelBody>
		</Panel>
	);
}
