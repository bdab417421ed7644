// The three steps of a replay on one page: what is done has a tick, where one stands is filled.
import { Icon } from "../../kit/icon.tsx";
import classes from "./replay.module.css";

export type ReplayStep = "plan" | "run" | "outcome";

interface ReplayStepsProps {
	readonly at: ReplayStep;
	/** Who planned it and when, how long the run took: said beside the step it belongs to. */
	readonly notes: Readonly<Partial<Record<ReplayStep, string>>>;
}

const steps = [
	["plan", "Plan"],
	["run", "Run"],
	["outcome", "Outcome"],
] as const;

export function ReplaySteps({ at, notes }: ReplayStepsProps) {
	const here = steps.findIndex(([step]) => step === at);
	return (
		<ol className={classes.steps} aria-label="Steps of the replay">
			{steps.map(([step, label], index) => (
				<li key={step} aria-current={step === at ? "step" : undefined} data-done={index < here || undefined}>
					<span className={classes.dot}>{index < here ? <Icon name="check" size={13} stroke={2.5} /> : index + 1}</span>
					<span>
						{index < here ? `${index + 1} ${label}` : label}
						{index < here ? <span className="vh">, done</span> : null}
					</span>
					{notes[step] === undefined ? null : <span className="dim num desk">{notes[step]}</span>}
				</li>
			))}
		</ol>
	);
}
