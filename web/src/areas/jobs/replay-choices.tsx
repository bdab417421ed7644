// What a person may choose before a replay: where it reads, which streams, which days, which rules, what runs after it.
import { TextInput } from "@mantine/core";
import { listOf, textOfList } from "../../app/url-search.ts";
import { counted } from "../../kit/amount.tsx";
import { Button } from "../../kit/button.tsx";
import { Segmented } from "../../kit/segmented.tsx";
import { streamText } from "./job-kinds.ts";
import type { ReplayPlanData } from "./replay-plan.tsx";
import type { ReplaySearch } from "./replay-search.ts";
import classes from "./replay.module.css";

interface ReplayChoicesProps {
	readonly plan: ReplayPlanData;
	readonly search: ReplaySearch;
	readonly onChange: (change: ReplaySearch) => void;
}

export function ReplayChoices({ plan, search, onChange }: ReplayChoicesProps) {
	const offered = plan.modes.filter((mode) => mode.why === null);
	const refused = plan.modes.filter((mode) => mode.why !== null);
	return (
		<div className={classes.choices}>
			<div className={classes.choice}>
				<h3>Read from</h3>
				{offered.length > 1 ? (
					<Segmented
						label="Read from"
						value={plan.mode}
						options={offered.map((mode) => ({ value: mode.mode, label: mode.title }))}
						onChange={(mode) => onChange({ mode })}
					/>
				) : null}
				{offered.length === 1 ? <span className="med">{offered[0]?.title}</span> : null}
				{refused.map((mode) => (
					<p key={mode.mode}>
						<b className="med">{mode.title}</b> can’t be chosen. {mode.why}
					</p>
				))}
			</div>
			{plan.choices.streams.length > 1 ? <StreamChoice plan={plan} search={search} onChange={onChange} /> : null}
			{plan.choices.window === null ? null : <WindowChoice plan={plan} search={search} onChange={onChange} />}
			{plan.choices.rules ? (
				<div className={classes.choice}>
					<h3>Rules</h3>
					<Segmented
						label="Rules"
						value={plan.options.rules ?? "present"}
						options={[
							{ value: "original", label: "as in the first run" },
							{ value: "present", label: "as they are now" },
						]}
						onChange={(rules) => onChange({ rules })}
					/>
				</div>
			) : null}
			{plan.of.kind === "reconcile" ? null : (
				<div className={classes.boxes}>
					<label>
						<input
							type="checkbox"
							checked={search.after !== "no"}
							onChange={(event) => onChange({ after: event.currentTarget.checked ? undefined : "no" })}
						/>
						Reconcile again what read these rows
					</label>
				</div>
			)}
		</div>
	);
}

function StreamChoice({ plan, search, onChange }: ReplayChoicesProps) {
	const { streams } = plan.choices;
	const asked = listOf(search.streams);
	// Without a choice it reads what the plan says, which need not be all: of a failed run only what failed.
	const chosen = new Set(asked.length === 0 ? streams.filter(({ read }) => read).map(({ stream }) => stream) : asked);
	const failed = streams.filter((stream) => stream.failed).map(({ stream }) => stream);
	const choose = (next: readonly string[]): void => onChange({ streams: next.length === 0 ? undefined : textOfList(next) });
	const onlyFailed = failed.length === chosen.size && failed.every((stream) => chosen.has(stream));
	return (
		<fieldset className={classes.choice}>
			<legend>Streams</legend>
			<div className={classes.boxes}>
				{streams.map(({ stream, title, rows, failed: broke }) => (
					<label key={stream}>
						<input
							type="checkbox"
							checked={chosen.has(stream)}
							onChange={(event) =>
								choose(
									streams.map((each) => each.stream).filter((each) => (each === stream ? event.currentTarget.checked : chosen.has(each))),
								)
							}
						/>
						<span>
							{title === "" ? streamText(stream) : title} <span className="dim num">{counted(rows, "row")}</span>
							{broke ? <span className="fail-text"> failed</span> : null}
						</span>
					</label>
				))}
			</div>
			{failed.length > 0 && failed.length < streams.length && !onlyFailed ? (
				<Button size="small" tone="quiet" onClick={() => choose(failed)}>
					Only what failed
				</Button>
			) : null}
		</fieldset>
	);
}

function WindowChoice({ plan, search, onChange }: ReplayChoicesProps) {
	const backwards = search.from !== undefined && search.to !== undefined && search.from > search.to;
	return (
		<fieldset className={classes.choice}>
			<legend>Days</legend>
			<div className="row wrap">
				<TextInput
					type="date"
					size="xs"
					aria-label="From"
					value={search.from ?? plan.choices.window?.from ?? ""}
					onChange={(event) => onChange({ from: event.currentTarget.value, to: search.to ?? plan.choices.window?.to })}
				/>
				<span className="dim">to</span>
				<TextInput
					type="date"
					size="xs"
					aria-label="To"
					value={search.to ?? plan.choices.window?.to ?? ""}
					error={backwards ? "This day is before the first." : undefined}
					onChange={(event) => onChange({ to: event.currentTarget.value, from: search.from ?? plan.choices.window?.from })}
				/>
				{search.from === undefined && search.to === undefined ? null : (
					<Button size="small" tone="quiet" onClick={() => onChange({ from: undefined, to: undefined })}>
						As in the first run
					</Button>
				)}
			</div>
		</fieldset>
	);
}
