// The product's signature: two totals that agree, or by how much they don't, or that nothing could be compared.
import type { MoneyWire } from "../../../domain/core/money.ts";
import { amountText } from "./amount.tsx";
import { Icon } from "./icon.tsx";
import classes from "./tie-mark.module.css";

interface TieMarkProps {
	readonly difference: MoneyWire;
	/** Only the icon; the words stay for screen readers. */
	readonly bare?: boolean;
	/** Instead of "ties, 0.00". */
	readonly children?: string;
}

export function TieMark({ difference, bare = false, children }: TieMarkProps) {
	const ties = BigInt(difference.minor) === 0n;
	const words = children ?? (ties ? `ties, ${amountText(difference)}` : amountText(difference));
	return (
		<span className={ties ? classes.tie : `${classes.tie} ${classes.off}`}>
			<Icon name={ties ? "equal" : "equal-not"} size={13} stroke={2.25} />
			{bare ? null : <span aria-hidden="true">{words}</span>}
			<span className="vh">
				{ties ? `ties, difference ${amountText(difference)}` : `does not tie, difference ${amountText(difference)}`}
			</span>
		</span>
	);
}

/** A match whose sides differ by no more than the rules allow. */
export function WithinTolerance({ difference }: { readonly difference: MoneyWire }) {
	return (
		<span className={`${classes.tie} ${classes.open}`} title={`Within tolerance: ${amountText(difference)} is left`}>
			<Icon name="equal" size={13} stroke={2.25} />
			<span className="vh">within tolerance, difference {amountText(difference)}</span>
		</span>
	);
}

/** For a total that the source has no figure for. */
export function NotProven({ children = "not proven" }: { readonly children?: string }) {
	return (
		<span className={`${classes.tie} ${classes.open}`}>
			<Icon name="circle-minus" size={13} stroke={2} />
			{children}
		</span>
	);
}
