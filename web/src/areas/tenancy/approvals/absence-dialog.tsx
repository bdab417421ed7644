// "While I'm away": who decides in my place and for how long, and what of the kind holds now.
import { Modal, Select, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RouterOutputs } from "../../../../../api/app-router.ts";
import { queryClient, trpc } from "../../../app/api-client.ts";
import { Button } from "../../../kit/button.tsx";
import { dateFormat } from "../../../kit/date-format.ts";
import { failureOf } from "../../../kit/failure.ts";
import { ErrorState, LoadingState } from "../../../kit/states.tsx";
import { dateText } from "../../../kit/time-text.ts";
import { FormFailure } from "../settings/settings-form.tsx";
import classes from "./approvals.module.css";

interface AbsenceDialogProps {
	readonly zone: string;
	readonly now: string;
	readonly onClose: () => void;
}

type Absences = RouterOutputs["approvals"]["absences"];

const reload = (): void => void queryClient.invalidateQueries({ queryKey: [["approvals"]] });

export function AbsenceDialog({ zone, now, onClose }: AbsenceDialogProps) {
	const query = useQuery(trpc.approvals.absences.queryOptions());
	return (
		<Modal opened onClose={onClose} title="Who decides while you are away?" closeButtonProps={{ "aria-label": "Close" }}>
			{query.data === undefined ? (
				query.isPending ? (
					<LoadingState />
				) : (
					<ErrorState error={query.error} retry={() => void query.refetch()} />
				)
			) : (
				<>
					<Standing rows={query.data.rows} zone={zone} />
					<NameDeputy absences={query.data} zone={zone} now={now} onClose={onClose} />
				</>
			)}
		</Modal>
	);
}

const dayIn = (instant: string, zone: string): string => dateFormat("en-CA", { timeZone: zone }).format(new Date(instant));
/** The moment is the end of the last day. */
const lastDay = (endsAt: string, zone: string): string => dayIn(new Date(Date.parse(endsAt) - 1).toISOString(), zone);

function Standing({ rows, zone }: Pick<Absences, "rows"> & { readonly zone: string }) {
	const end = useMutation(trpc.approvals.endAbsence.mutationOptions({ onSettled: reload }));
	if (rows.length === 0) return null;
	return (
		<section aria-label="Absences now and to come" className={classes.absences}>
			<FormFailure error={end.error} />
			<ul>
				{rows.map(({ id, giver, deputy, mine, startsAt, endsAt, reason }) => (
					<li key={id}>
						<span className="grow">
							<b>{mine === "deputy" ? "You decide" : `${deputy} decides`}</b> for {mine === "giver" ? "you" : giver}
							<span className="dim small num">
								{dateText(dayIn(startsAt, zone))} to {dateText(lastDay(endsAt, zone))}
								{reason === "" ? "" : ` · ${reason}`}
							</span>
						</span>
						<Button size="small" busy={end.isPending} onClick={() => end.mutate({ id })} aria-label={`End it now: ${deputy} for ${giver}`}>
							End it now
						</Button>
					</li>
				))}
			</ul>
		</section>
	);
}

interface NameDeputyProps extends AbsenceDialogProps {
	readonly absences: Absences;
}

function NameDeputy({ absences, zone, now, onClose }: NameDeputyProps) {
	const { deputies, longestDays } = absences;
	const today = dayIn(now, zone);
	const [deputyId, setDeputyId] = useState<string | null>(null);
	const [from, setFrom] = useState(today);
	const [to, setTo] = useState("");
	const [reason, setReason] = useState("");
	const name = useMutation(trpc.approvals.nameDeputy.mutationOptions({ onSuccess: onClose, onSettled: reload }));
	const fields = name.error === null ? {} : failureOf(name.error).fields;
	if (deputies.length === 0)
		return (
			<p className="sec">Your role decides nothing here, or no colleague sees the approvals that you see. So there is nobody to name.</p>
		);
	return (
		<form
			noValidate
			className={classes.away}
			aria-label="Name a deputy"
			onSubmit={(event) => {
				event.preventDefault();
				name.mutate({ deputyId: deputyId ?? "", from, to, reason });
			}}
		>
			<p className="sec">
				They may decide what you may decide, from the first day to the end of the last, at most {longestDays} days. Never what you or they
				prepared, and not about erasing the company.
			</p>
			<FormFailure error={name.error} />
			<Select
				label="In your place decides"
				name="deputyId"
				id="deputyId"
				data-autofocus
				searchable
				placeholder="Type a name"
				nothingFoundMessage="Nobody of this name sees the approvals"
				limit={50}
				data={deputies.map(({ userId, name: called, role }) => ({ value: userId, label: `${called} (${role})` }))}
				value={deputyId}
				error={fields["deputyId"]}
				onChange={setDeputyId}
			/>
			<div className="row">
				<TextInput
					className="grow"
					type="date"
					label="First day"
					name="from"
					id="from"
					min={today}
					value={from}
					error={fields["from"]}
					onChange={(event) => setFrom(event.currentTarget.value)}
				/>
				<TextInput
					className="grow"
					type="date"
					label="Last day"
					name="to"
					id="to"
					min={from}
					value={to}
					error={fields["to"]}
					onChange={(event) => setTo(event.currentTarget.value)}
				/>
			</div>
			<Textarea
				label="What for"
				description="Optional. Your deputy and the audit trail read it."
				autosize
				minRows={1}
				maxLength={500}
				value={reason}
				error={fields["reason"]}
				onChange={(event) => setReason(event.currentTarget.value)}
			/>
			<div className="row" style={{ justifyContent: "flex-end" }}>
				<Button type="button" tone="quiet" onClick={onClose}>
					Cancel
				</Button>
				<Button type="submit" tone="primary" busy={name.isPending}>
					Leave the decisions to them
				</Button>
			</div>
		</form>
	);
}
