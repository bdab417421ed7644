// Roles: what each may do, permission by permission. Those that every company has can't be edited; one's own are drafts until published.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { trpc } from "../../../app/api-client.ts";
import { useMay, useMe } from "../../../app/session.ts";
import { counted } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { Icon } from "../../../kit/icon.tsx";
import { SearchField } from "../../../kit/filter-chips.tsx";
import { FootBar, Toolbar } from "../../../kit/page.tsx";
import { Segmented } from "../../../kit/segmented.tsx";
import { EmptyState, ErrorState, LoadingState } from "../../../kit/states.tsx";
import type { Matrix } from "../people/member-words.ts";
import { SettingsPage } from "../settings/settings-page.tsx";
import { matrixRoles, type MatrixRole, type RoleFilter, shownRoles } from "./matrix-roles.ts";
import classes from "./roles.module.css";

const route = getRouteApi("/shell/settings/roles");

const shows = { all: "All", every: "Every company’s", own: "Your own" } as const satisfies Record<RoleFilter["show"], string>;
const showOptions = Object.entries(shows).map(([value, label]) => ({ value, label }));
const showOf = (text: string | undefined): RoleFilter["show"] => (text === "own" || text === "every" ? text : "all");

export function RolesPage() {
	const search = route.useSearch();
	const navigateHere = useNavigate({ from: "/settings/roles" });
	const query = useQuery(trpc.roles.matrix.queryOptions());
	const navigate = useNavigate();
	const mayManage = useMay("roles.manage");
	const matrix = query.data;
	const filter: RoleFilter = { show: showOf(search.show), words: search.q ?? "" };
	const columns = matrix === undefined ? [] : shownRoles(matrixRoles(matrix), filter);
	const set = (change: { show?: string | undefined; q?: string | undefined }): void =>
		void navigateHere({ search: (before) => ({ ...before, ...change }), replace: true });
	return (
		<SettingsPage
			title="Roles"
			body="wide"
			lead="What each role may do. A role of your own starts as a draft that you can look through before anybody gets it. API keys have the role Integration, which may what the key’s scopes say. Whoever runs this platform has no role here; you let them in under Support access."
			tools={
				mayManage ? (
					<Button tone="primary" icon="plus" onClick={() => void navigate({ to: "/settings/roles/$roleId", params: { roleId: "new" } })}>
						New role
					</Button>
				) : undefined
			}
		>
			{matrix === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : (
				<>
					{matrix.custom.length === 0 ? null : (
						<Toolbar label="Which roles">
							<SearchField label="Search roles" value={search.q} onChange={(q) => set({ q })} />
							<Segmented
								label="Which roles"
								value={filter.show}
								options={showOptions}
								onChange={(show) => set({ show: show === "all" ? undefined : show })}
							/>
						</Toolbar>
					)}
					{columns.length === 0 ? (
						<EmptyState
							title={`No role is called “${filter.words}”`}
							action={<Button onClick={() => set({ q: undefined, show: undefined })}>Show all roles</Button>}
						/>
					) : (
						<RoleMatrix matrix={matrix} columns={columns} />
					)}
					<FootBar>
						<span className="num">{counted(matrix.custom.length, "role of your own", "roles of your own")}</span>
						<span className="grow" />
						<span className="row desk">
							<Icon name="building" size={13} />
							kept also by people who are limited to entities
						</span>
					</FootBar>
				</>
			)}
		</SettingsPage>
	);
}

function RoleMatrix({ matrix, columns }: { readonly matrix: Matrix; readonly columns: readonly MatrixRole[] }) {
	const me = useMe();
	const isOwn = (name: string): boolean => name === me.tenant.roleName;
	return (
		<div className={classes.frame} tabIndex={0} role="group" aria-label="Matrix of roles and permissions">
			<table className={`${classes.matrix} ${classes.marks}`}>
				<caption className="vh">Permissions in rows, roles in columns</caption>
				<thead>
					<tr>
						<th scope="col">Permission</th>
						{columns.map((role) => (
							<th key={role.value} scope="col">
								<Link to="/settings/roles/$roleId" params={{ roleId: role.id ?? role.value }} className={classes.own}>
									{role.name}
								</Link>
								<span className={classes.state} data-draft={role.draft || undefined}>
									{isOwn(role.name) ? "your role" : role.state}
								</span>
							</th>
						))}
					</tr>
				</thead>
				{matrix.groups.map(({ group, permissions }) => (
					<tbody key={group}>
						<tr>
							<th scope="rowgroup" colSpan={columns.length + 1}>
								{group}
							</th>
						</tr>
						{permissions.map(({ permission, label, reach }) => (
							<tr key={permission}>
								<th scope="row" title={permission}>
									<span className="row">
										<span className="grow">{label}</span>
										{reach === "entity" ? (
											<span className="dim" title="Also for people who are limited to entities">
												<Icon name="building" size={13} />
												<span className="vh">per entity</span>
											</span>
										) : null}
									</span>
								</th>
								{columns.map((role) => (
									<td key={role.value} data-own={isOwn(role.name) || undefined}>
										{role.permissions.has(permission) ? (
											<>
												<Icon name="check" size={15} stroke={2.25} />
												<span className="vh">yes</span>
											</>
										) : (
											<>
												<span className="dim" aria-hidden="true">
													{"·"}
												</span>
												<span className="vh">no</span>
											</>
										)}
									</td>
								))}
							</tr>
						))}
					</tbody>
				))}
			</table>
		</div>
	);
}
