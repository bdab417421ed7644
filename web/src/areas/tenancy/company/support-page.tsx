// Support access: who of the platform asked to be let in, was, or is. It is granted here, timed, and ends by itself.
import { useMutation, useQuery } from "@tanstack/react-query";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { useZone } from "../../../app/session.ts";
import { counted } from "../../../kit/amount.tsx";
import { Button } from "../../../kit/button.tsx";
import { failureOf } from "../../../kit/failure.ts";
import { tell } from "../../../kit/notices.ts";
import { EmptyState, ErrorState, LoadingState } from "../../../kit/states.tsx";
import { StatusChip } from "../../../kit/status-chip.tsx";
import type { StatusWord } from "../../../kit/status-words.ts";
import { fullMomentText } from "../../../kit/time-text.ts";
import { SettingsPage } from "../settings/settings-page.tsx";
import classes from "./support.module.css";

type Support = RouterOutputs["support"]["list"][number];

const supportWords = {
	requested: { word: "Waiting", icon: "user-question", tone: "wait" },
	granted: { word: "Let in", icon: "circle-check", tone: "ok" },
	refused: { word: "Refused", icon: "x", tone: "fail" },
	withdrawn: { word: "Taken back", icon: "circle-minus", tone: "idle" },
	ended: { word: "Ended", icon: "clock", tone: "idle" },
} as const satisfies Readonly<Record<Support["status"], StatusWord>>;

const roleText: Readonly<Record<Support["role"], string>> = {
	auditor: "reads only",
	engineer: "reads, and repairs what engineers may repair",
};

export function SupportPage() {
	const query = useQuery(trpc.support.list.queryOptions());
	const rows = query.data;
	return (
		<SettingsPage
			title="Support access"
			body="form"
			lead="Support of the platform sees nothing of this company until somebody here lets them in. It ends by itself, and the audit trail has every step."
		>
			{rows === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : rows.length === 0 ? (
				<EmptyState title="Support never asked to be let in">A request appears here with its reason and for how long.</EmptyState>
			) : (
				<ul className={classes.list}>
					{rows.map((row) => (
						<SupportLine key={row.id} row={row} />
					))}
				</ul>
			)}
		</SettingsPage>
	);
}

function SupportLine({ row }: { readonly row: Support }) {
	const zone = useZone();
	const done = (sentence: string): void => {
		tell({ sentence });
		for (const router of ["support", "users"]) void queryClient.invalidateQueries({ queryKey: [[router]] });
	};
	const grant = useMutation(
		trpc.support.grant.mutationOptions({ onSuccess: () => done(`${row.name} is let in for ${hoursText(row.hours)}.`) }),
	);
	const refuse = useMutation(trpc.support.refuse.mutationOptions({ onSuccess: () => done(`${row.name} was refused.`) }));
	const end = useMutation(trpc.support.end.mutationOptions({ onSuccess: () => done(`The access of ${row.name} has ended.`) }));
	const error = grant.error ?? refuse.error ?? end.error;
	const busy = grant.isPending || refuse.isPending || end.isPending;
	return (
		<li className={classes.line}>
			<div className="row wrap">
				<StatusChip words={supportWords} status={row.status} />
				<b>{row.name}</b>
				<span className="sec">
					for {hoursText(row.hours)}, {roleText[row.role]}
				</span>
			</div>
			<p>“{row.reason}”</p>
			<p className="dim small">
				Asked {fullMomentText(row.requestedAt, zone)}
				{row.decidedAt === null || row.decidedByName === null
					? ""
					: `, answered by ${row.decidedByName} ${fullMomentText(row.decidedAt, zone)}`}
				{row.status === "granted" && row.expiresAt !== null ? `. Ends by itself ${fullMomentText(row.expiresAt, zone)}` : ""}
				{row.endedAt === null ? "" : `. Ended ${fullMomentText(row.endedAt, zone)}`}
			</p>
			{error === null ? null : (
				<p className="fail-text" role="alert">
					{failureOf(error).sentence}
				</p>
			)}
			{row.status === "requested" ? (
				<div className="row wrap">
					<Button tone="primary" busy={busy} onClick={() => grant.mutate({ id: row.id })}>
						Let {row.name} in for {hoursText(row.hours)}
					</Button>
					<Button tone="danger" busy={busy} onClick={() => refuse.mutate({ id: row.id })}>
						Refuse
					</Button>
				</div>
			) : null}
			{row.status === "granted" ? (
				<Button tone="danger" busy={busy} onClick={() => end.mutate({ id: row.id })}>
					End the access now
				</Button>
			) : null}
		</li>
	);
}

const hoursText = (hours: number): string => counted(hours, "hour");
