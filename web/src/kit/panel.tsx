// The panel beside a list: labelled, focused when opened, closed with Esc; focus goes back to the row.
import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { IconButton } from "./button.tsx";
import classes from "./panel.module.css";

interface PanelProps {
	readonly label: string;
	readonly title: ReactNode;
	readonly beside?: ReactNode;
	readonly onClose: () => void;
	/** Changes when another row is shown. */
	readonly subject: string;
	/** Take focus when it opens by the person's own act (Enter), not while J/K walk the list. */
	readonly takeFocus?: boolean;
	readonly children: ReactNode;
}

export function Panel({ label, title, beside, onClose, subject, takeFocus = false, children }: PanelProps) {
	const box = useRef<HTMLElement>(null);
	useEffect(() => {
		if (takeFocus) box.current?.focus({ preventScroll: true });
	}, [takeFocus, subject]);
	// Focus goes back to the list when the panel that holds it closes.
	useLayoutEffect(() => {
		const panel = box.current;
		return () => {
			if (panel?.contains(document.activeElement) === true)
				document.querySelector<HTMLElement>('[role="grid"]')?.focus({ preventScroll: true });
		};
	}, []);
	return (
		<aside
			className={classes.panel}
			aria-label={label}
			tabIndex={-1}
			ref={box}
			onKeyDown={(event) => {
				// A dialog that was opened from the panel lies elsewhere in the document; its Esc closes the dialog alone.
				const inside = event.target instanceof Node && event.currentTarget.contains(event.target);
				if (event.key !== "Escape" || event.defaultPrevented || !inside) return;
				event.preventDefault();
				onClose();
			}}
		>
			<div className={classes.head}>
				<span className="mob">
					<IconButton icon="arrow-left" label="Back to the list" onClick={onClose} />
				</span>
				<h2 className={`${classes.title} grow`}>{typeof title === "string" ? <span className="trunc">{title}</span> : title}</h2>
				{beside}
				<IconButton icon="x" label="Close the panel" shortcut="Esc" onClick={onClose} />
			</div>
			{children}
		</aside>
	);
}

export function PanelBody({ children }: { readonly children: ReactNode }) {
	return (
		<div className={classes.body} tabIndex={0} role="group" aria-label="Details">
			{children}
		</div>
	);
}

export function PanelSection({
	title,
	beside,
	children,
}: {
	readonly title?: string;
	readonly beside?: ReactNode;
	readonly children: ReactNode;
}) {
	return (
		<section className={classes.section}>
			{title === undefined ? null : (
				<h3>
					{title}
					<span className="grow" />
					{beside}
				</h3>
			)}
			{children}
		</section>
	);
}

export interface Fact {
	readonly label: string;
	readonly value: ReactNode;
}

/** Label and value pairs of a panel. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
	return (
		<dl className={classes.kv}>
			{facts.map((fact) => (
				<FactPair key={fact.label} {...fact} />
			))}
		</dl>
	);
}

function FactPair({ label, value }: Fact) {
	return (
		<>
			<dt>{label}</dt>
			<dd>{value}</dd>
		</>
	);
}
