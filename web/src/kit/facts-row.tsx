// Up to seven label and value pairs under a page's head.
import classes from "./facts-row.module.css";
import type { Fact } from "./panel.tsx";

export function FactsRow({ facts }: { readonly facts: readonly Fact[] }) {
	return (
		<dl className={classes.facts}>
			{facts.map((fact) => (
				<div key={fact.label}>
					<dt>{fact.label}</dt>
					<dd>{fact.value}</dd>
				</div>
			))}
		</dl>
	);
}
