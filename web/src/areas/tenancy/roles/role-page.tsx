// One role: of every company, to look at; or of the company's own, edited as a draft, looked through, then published.
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { trpc } from "../../../app/api-client.ts";
import { useMay } from "../../../app/session.ts";
import { EmptyState, ErrorState, LoadingState } from "../../../kit/states.tsx";
import { buttonClass } from "../../../kit/button.tsx";
import type { Matrix } from "../people/member-words.ts";
import { SettingsPage } from "../settings/settings-page.tsx";
import { PermissionList } from "./permission-list.tsx";
import { RoleEditor } from "./role-editor.tsx";
import { ViewAsButton } from "./view-as-button.tsx";

const route = getRouteApi("/shell/settings/roles/$roleId");
const crumbs = [{ label: "Roles", to: "/settings/roles" as const }];

export function RolePage() {
	const { roleId } = route.useParams();
	const query = useQuery(trpc.roles.matrix.queryOptions());
	const mayManage = useMay("roles.manage");
	if (query.data === undefined)
		return (
			<SettingsPage title="Role" crumbs={crumbs} body="form">
				{query.isPending ? <LoadingState /> : <ErrorState error={query.error} retry={() => void query.refetch()} />}
			</SettingsPage>
		);
	const matrix = query.data;
	const system = matrix.system.find(({ key }) => key === roleId);
	if (system !== undefined) return <SystemRole matrix={matrix} role={system} />;
	const own = matrix.custom.find(({ id }) => id === roleId);
	if (own === undefined && (roleId !== "new" || !mayManage))
		return (
			<SettingsPage title="Role" crumbs={crumbs} body="form">
				<EmptyState
					title="There is no such role here"
					action={
						<Link to="/settings/roles" className={buttonClass({})}>
							Show all roles
						</Link>
					}
				>
					It may have been removed, or belong to another company.
				</EmptyState>
			</SettingsPage>
		);
	return <RoleEditor key={roleId} matrix={matrix} role={own ?? null} />;
}

function SystemRole({ matrix, role }: { readonly matrix: Matrix; readonly role: Matrix["system"][number] }) {
	return (
		<SettingsPage
			title={role.name}
			crumbs={crumbs}
			body="form"
			lead="Every company has this role, and nobody can edit it. To give somebody more or less, make a role of your own."
			tools={<ViewAsButton role={role.key}>{`View as ${role.name}`}</ViewAsButton>}
		>
			<h2 className="vh">What it may do</h2>
			<PermissionList groups={matrix.groups} chosen={new Set<string>(role.permissions)} />
		</SettingsPage>
	);
}
