// One policy by its address, or a new one.
import { skipToken, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
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
	// A policy that changes what its own editor may see has everything read anew: what is being typed must not go with it.
	const read = useWhilePending(policy);
	const names = useWhilePending(roles)?.roles;
	if (names !== undefined && (isNew || read?.id === policyId))
		return <PolicyEditor key={policyId} policy={isNew ? null : (read ?? null)} roles={names} />;
	const failed = policy.isError ? policy : roles.isError ? roles : null;
	return (
		<SettingsPage title="Policy" crumbs={[{ label: "Policies", to: "/settings/policies" }]} body="form">
			{failed === null ? <LoadingState /> : <ErrorState error={failed.error} retry={() => void failed.refetch()} />}
		</SettingsPage>
	);
}

/** What was read last while it is read again; nothing once that failed. */
function useWhilePending<Data>({ data, isError }: { readonly data: Data | undefined; readonly isError: boolean }): Data | undefined {
	const [last, setLast] = useState(data);
	if (data !== undefined && data !== last) setLast(data);
	return data ?? (isError ? undefined : last);
}
