// Exceptions by type, summed to the difference of the control totals; only an unexplained zero is underlined twice.
import { UnstyledButton } from "@mantine/core";
import { Amount, amountText, counted, countText } from "../../kit/amount.tsx";
import { Icon } from "../../kit/icon.tsx";
import { exceptionWord } from "./exception-words.ts";
import type { Statement } from "./statement.ts";
import classes from "./statement.module.css";

interface WhatExplainsItProps {
	readonly statement: Statement;
	/** What the run says of a type: its sentence and the age of its oldest exception. */
	readonly explainedOf: (type: string) => { readonly sentence: string; readonly days: number | null } | null;
	readonly onType: (type: string) => void;
}

export function WhatExplainsIt({ statement, explainedOf, onType }: WhatExplainsItProps) {
	const { explained, tolerance, total, unexplained } = statement;
	const explainedMinor = [...explained, ...(tolerance === null ? [] : [tolerance])].reduce(
		(sum, line) => sum + BigInt(line.difference.minor),
		0n,
	);
	const zero = BigInt(unexplained.minor) === 0n;
	const less = amountText({ minor: explainedMinor.toString(), currency: total.currency });
	return (
		<div role="region" aria-label="What explains it" tabIndex={0}>
			<table className={classes.table}>
				<thead>
					<tr>
						<th scope="col">What explains it</th>
						<th scope="col" className={classes.why}>
							<span className="vh">Sentence</span>
						</th>
						<th scope="col" className={`${classes.n} ${classes.count}`}>
							Days
						</th>
						<th scope="col" className={classes.n}>
							No.
						</th>
						<th scope="col" className={classes.n}>
							Difference
						</th>
					</tr>
				</thead>
				<tbody>
					{explained.map((line) => (
						<tr key={line.type}>
							<th scope="row">
								<UnstyledButton className={classes.type} onClick={() => onType(line.type)}>
									<Icon name={exceptionWord(line.type).icon} size={14} />
									{exceptionWord(line.type).word}
								</UnstyledButton>
							</th>
							<td className={classes.why} title={explainedOf(line.type)?.sentence}>
								{explainedOf(line.type)?.sentence ?? counted(line.count, "exception")}
							</td>
							<td className={`${classes.n} ${classes.count} sec`}>{explainedOf(line.type)?.days ?? "\u2013"}</td>
							<td className={`${classes.n} sec`}>{countText(line.count)}</td>
							<td className={classes.n}>
								<Amount value={line.difference} dimZero />
							</td>
						</tr>
					))}
					{tolerance === null ? null : (
						<tr>
							<th scope="row">
								<span className={classes.type}>
									<Icon name="equal" size={14} />
									Within tolerance
								</span>
							</th>
							<td className={classes.why}>Residuals of matched lines</td>
							<td className={classes.count} />
							<td className={`${classes.n} sec`}>{countText(tolerance.count)}</td>
							<td className={classes.n}>
								<Amount value={tolerance.difference} dimZero />
							</td>
						</tr>
					)}
					<tr className={classes.final}>
						<th scope="row" colSpan={4}>
							Unexplained: {amountText(total.difference)} less {less}
						</th>
						<td className={classes.n}>
							<Amount value={unexplained} strong final={zero} />
						</td>
					</tr>
				</tbody>
			</table>
		</div>
	);
}
