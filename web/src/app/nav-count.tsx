// How many wait for the person, beside an entry of the navigation: amber, and nothing at all when none does.
import { useQuery } from "@tanstack/react-query";
import { countText } from "../kit/amount.tsx";
import { trpc } from "./api-client.ts";
import { useMay } from "./session.ts";
import classes from "./shell.module.css";

export function ApprovalCount() {
	return <WaitCount waiting={useQuery(trpc.approvals.count.queryOptions(undefined, { staleTime: 60_000 })).data?.mine ?? 0} />;
}

/** Support of the platform that asks to be let in, for who may answer. */
export function SupportCount() {
	const enabled = useMay("support.grant");
	const rows = useQuery(trpc.support.list.queryOptions(undefined, { staleTime: 60_000, enabled })).data ?? [];
	return <WaitCount waiting={rows.filter(({ status }) => status === "requested").length} />;
}

function WaitCount({ waiting }: { readonly waiting: number }) {
	if (waiting === 0) return null;
	return (
		<span className={classes.count}>
			<span aria-hidden="true">{waiting > 999 ? "999+" : countText(waiting)}</span>
			<span className="vh">{countText(waiting)} wait for you</span>
		</span>
	);
}
