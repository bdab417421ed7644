// The open difference as a sum: before, each change, after. It is added up here again and says whether it ties.
import type { MoneyWire } from "../../../../domain/core/money.ts";
import { Amount } from "../../kit/amount.tsx";
import { TieMark } from "../../kit/tie-mark.tsx";
import classes from "./replay.module.css";

export interface DifferenceSumProps {
	readonly title: string;
	readonly before: MoneyWire;
	readonly steps: readonly { readonly label: string; readonly change: MoneyWire }[];
	readonly after: MoneyWire;
}

/** What the steps leave unexplained between before and after, in minor units. */
export const unexplained = ({ before, steps, after }: Pick<DifferenceSumProps, "before" | "steps" | "after">): bigint =>
	steps.reduce((sum, step) => sum + BigInt(step.change.minor), BigInt(before.minor)) - BigInt(after.minor);

export function DifferenceSum({ title, before, steps, after }: DifferenceSumProps) {
	const off = unexplained({ before, steps, after });
	return (
		<div className={classes.tile}>
			<h3>
				{title}, {before.currency}{" "}
				<TieMark difference={{ minor: off.toString(), currency: before.currency }}>{off === 0n ? "ties" : undefined}</TieMark>
			</h3>
			<dl className={classes.sum}>
				<div>
					<dt>Before</dt>
					<dd>
						<Amount value={before} />
					</dd>
				</div>
				{steps.map((step, index) => (
					<div key={`${step.label}${index}`}>
						<dt title={step.label}>{step.label}</dt>
						<dd>
							<Amount value={step.change} />
						</dd>
					</div>
				))}
				<div className={classes.after}>
					<dt>After</dt>
					<dd>
						<Amount value={after} strong final={off === 0n} />
					</dd>
				</div>
			</dl>
		</div>
	);
}
