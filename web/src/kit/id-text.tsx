// An id in mono; where it doesn't fit the middle is cut, never the end, because ids differ at the end.
import classes from "./id-text.module.css";

const tailLength = 6;
const longestTail = 14;

export function IdText({ children }: { readonly children: string }) {
	if (children.length <= tailLength * 2) return <span className="mono">{children}</span>;
	return <CutInMiddle text={children} tail={tailLength} look="mono" />;
}

/** A text that ends in an id, as banks write them: its last word stays whole. */
export function TextWithId({ children }: { readonly children: string }) {
	const tail = children.length - Math.max(children.lastIndexOf(" "), children.length - longestTail);
	return tail >= children.length ? <span title={children}>{children}</span> : <CutInMiddle text={children} tail={tail} look="sec" />;
}

function CutInMiddle({ text, tail, look }: { readonly text: string; readonly tail: number; readonly look: string }) {
	return (
		<span className={`${classes.id} ${look}`} title={text}>
			<span className={classes.start}>{text.slice(0, -tail)}</span>
			<span className={classes.end}>{text.slice(-tail)}</span>
		</span>
	);
}
