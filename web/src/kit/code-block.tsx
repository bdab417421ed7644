// Text as it was, in its own scroll box; the marked part (a record of a page) is tinted and scrolled into view.
import { useEffect, useRef } from "react";
import classes from "./code-block.module.css";

interface CodeBlockProps {
	readonly text: string;
	/** Character range to mark. */
	readonly mark?: { readonly from: number; readonly to: number } | null;
	readonly label?: string;
	readonly fill?: boolean;
}

export function CodeBlock({ text, mark = null, label = "Text", fill = false }: CodeBlockProps) {
	const marked = useRef<HTMLElement>(null);
	useEffect(() => {
		// Braces: newer browsers return a promise, which React would take for a clean-up.
		marked.current?.scrollIntoView({ block: "start" });
	}, [mark?.from, text]);
	return (
		<pre className={fill ? `${classes.code} ${classes.fill} mono` : `${classes.code} mono`} tabIndex={0} role="group" aria-label={label}>
			{mark === null ? (
				text
			) : (
				<>
					{text.slice(0, mark.from)}
					<mark ref={marked} className={classes.mark}>
						{text.slice(mark.from, mark.to)}
					</mark>
					{text.slice(mark.to)}
				</>
			)}
		</pre>
	);
}
