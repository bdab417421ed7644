// One policy by its address, or a new one.
import { skipToken, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { trpc } from "../../../app/api-client.ts";
import { ErrorState, LoadingState } from "../../../kit/states.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { PolicyEditor } from "./policy-editor.tsx";

const route = getRouteApi("/shell/settings/policies/$policyId");

export function PolicyPage() {
	const { policyId } = route.useParams();
	const isNew = policyId === "new";
	const policy = useQuery(trpc.policies.get.queryOptions(isNew ? skipToken : { id: policyId }));
	const roles = useQuery(trpc.policies.roles.queryOptions());
	if (roles.data !== undefined && (isNew || policy.data !== undefined))
		return <PolicyEditor key={policyId} policy={policy.data ?? null} roles={roles.data.roles} />;
	const failed = policy.isError ? policy : roles.isError ? roles : null;
	return (
		<SettingsPage title="Policy" crumbs={[{ label: "Policies", to: "/settings/policies" }]} body="form">
			{failed === null ? <LoadingState /> : <ErrorState error={failed.error} retry={() => void failed.refetch()} />}
		</SettingsPage>
	);
}
