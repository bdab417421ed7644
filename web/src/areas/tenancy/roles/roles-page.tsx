// Roles: what each may do, permission by permission. Those that every company has can't be edited; one's own are drafts until published.
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { trpc } from "../../../app/api-client.ts";
import { useMay, useMe } from "../../../app/session.ts";
import { counted } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { Icon } from "../../../kit/icon.tsx";
import { FootBar } from "../../../kit/page.tsx";
import { ErrorState, LoadingState } from "../../../kit/states.tsx";
import type { Matrix } from "../people/member-words.ts";
import { SettingsPage } from "../settings/settings-page.tsx";
import { matrixRoles } from "./matrix-roles.ts";
import classes from "./roles.module.css";

export function RolesPage() {
	const query = useQuery(trpc.roles.matrix.queryOptions());
	const navigate = useNavigate();
	const mayManage = useMay("roles.manage");
	const matrix = query.data;
	return (
		<SettingsPage
			title="Roles"
			body="wide"
			lead="What each role may do. A role of your own starts as a draft that you can look through before anybody gets it."
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
					<RoleMatrix matrix={matrix} />
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

function RoleMatrix({ matrix }: { readonly matrix: Matrix }) {
	const me = useMe();
	const columns = matrixRoles(matrix);
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
