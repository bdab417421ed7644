// People: who may work in this company, in which role, on which entities; and who no longer may.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { api, trpc } from "../../../app/api-client.ts";
import { useNow } from "../../../app/now.ts";
import { useMay, useMe, useZone } from "../../../app/session.ts";
import { Button } from "../../../kit/button.tsx";
import { ListBar } from "../../../kit/list-bar.tsx";
import { ListCount } from "../../../kit/list-count.tsx";
import { FootBar, Split } from "../../../kit/page.tsx";
import { EmptyState } from "../../../kit/states.tsx";
import { DataTable } from "../../../kit/table/data-table.tsx";
import { readingOf, useKeysetRows } from "../../../kit/table/use-keyset-rows.ts";
import { zoneText } from "../../../kit/time-text.ts";
import { ViewTabs } from "../../../kit/view-tabs.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { InvitationsList } from "./invitations-list.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberPanel } from "./member-panel.tsx";
import { kindText, type Member, memberKinds, roleOptions, rolesOfText } from "./member-words.ts";
import { peopleColumns } from "./people-columns.tsx";

const route = getRouteApi("/shell/settings/people");

/** With access: also the members that keys and support act as. */
const views = { people: "active", invited: null, gone: "gone" } as const;
type View = keyof typeof views;
const isView = (text: string | undefined): text is View => text !== undefined && text in views;

export function PeoplePage() {
	const search = route.useSearch();
	const navigate = useNavigate({ from: "/settings/people" });
	const me = useMe();
	const custom = useQuery(trpc.roles.matrix.queryOptions(undefined, { enabled: useMay("roles.read") })).data?.custom ?? [];
	const zone = useZone();
	const now = useNow(60_000);
	const [byKeyboard, setByKeyboard] = useState(false);
	const [inviting, setInviting] = useState(false);
	const mayInvite = useMay("users.invite");
	const view: View = isView(search.view) ? search.view : "people";
	const kind: Member["kind"] | "all" = memberKinds.find((each) => each === search.kind) ?? "all";
	const input = { status: views[view] ?? "active", kind, roles: rolesOfText(search.role), search: search.q ?? "" };
	const filtered = kind !== "all" || input.roles.length > 0;
	const list = useKeysetRows<Member, RouterOutputs["users"]["list"]>({
		key: [...trpc.users.list.pathKey(), { list: input }],
		fetch: (after, signal) => api.users.list.query({ ...input, after }, { signal }),
	});
	const minute = now.slice(0, 16);
	const columns = useMemo(() => peopleColumns(me.user.id, zone, `${minute}:00Z`), [me.user.id, zone, minute]);
	const listed = list.rows.find((row) => row.userId === search.open);
	// A copied link may name somebody further down than what is loaded.
	const linked = useQuery(
		trpc.users.get.queryOptions(
			{ userId: search.open ?? "" },
			{ enabled: view !== "invited" && search.open !== undefined && listed === undefined && !list.loading, retry: false },
		),
	);
	const open = listed ?? (search.open === undefined ? undefined : linked.data);
	const set = (change: { readonly q?: string | undefined; readonly role?: string | undefined; readonly kind?: string | undefined }): void =>
		void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
	const showAll = (): void => set({ q: undefined, role: undefined, kind: undefined });
	const show = (userId: string | undefined): void => void navigate({ search: (before) => ({ ...before, open: userId }), replace: true });
	return (
		<SettingsPage
			title="People"
			body="wide"
			tools={
				mayInvite ? (
					<Button tone="primary" icon="user-plus" onClick={() => setInviting(true)}>
						Invite somebody
					</Button>
				) : undefined
			}
		>
			{inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
			<ViewTabs
				label="Views"
				value={view}
				onChange={(next) =>
					void navigate({ search: (before) => ({ ...before, view: next === "people" ? undefined : next, open: undefined }), replace: true })
				}
				tabs={[
					{ value: "people", label: "With access" },
					{ value: "invited", label: "Invited" },
					{ value: "gone", label: "No longer" },
				]}
			>
				{view === "invited" ? (
					<InvitationsList zone={zone} now={now} openId={search.open} onOpen={show} />
				) : (
					<>
						<ListBar
							search={{ label: "Search people", value: search.q, onChange: (q) => set({ q }) }}
							filters={[
								{
									id: "role",
									label: "Role",
									several: true,
									value: search.role,
									options: roleOptions(custom),
									onChange: (role) => set({ role }),
								},
								{
									id: "kind",
									label: "Kind",
									value: search.kind,
									options: memberKinds.map((value) => ({ value, label: kindText[value] })),
									onChange: (next) => set({ kind: next }),
								},
							]}
							onClear={showAll}
						/>
						<Split
							width={380}
							panel={
								open === undefined ? null : (
									<MemberPanel key={open.userId} member={open} zone={zone} takeFocus={byKeyboard} onClose={() => show(undefined)} />
								)
							}
						>
							<DataTable
								label="People"
								memory={`people ${JSON.stringify(input)}`}
								columns={columns}
								narrow={open !== undefined}
								rows={list.rows}
								idOf={(row) => row.userId}
								height={36}
								total={list.first?.total ?? null}
								openId={search.open ?? null}
								onOpen={(row, by) => {
									setByKeyboard(by === "keyboard");
									show(row?.userId);
								}}
								{...readingOf(list)}
								empty={
									search.q === undefined && !filtered ? (
										<EmptyState title="Nobody was removed">Whoever loses access is listed here and can be restored.</EmptyState>
									) : (
										<EmptyState
											title={filtered || search.q === undefined ? "Nobody here matches" : `Nobody is called “${search.q}”`}
											action={<Button onClick={showAll}>Show everybody</Button>}
										/>
									)
								}
							/>
							<FootBar>
								<ListCount total={list.first?.total} one="person" many="people" />
								<span className="grow" />
								<span className="dim desk">Times {zoneText(zone, now)}</span>
							</FootBar>
						</Split>
					</>
				)}
			</ViewTabs>
		</SettingsPage>
	);
}
