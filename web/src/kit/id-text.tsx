// An id in mono; where it doesn't fit the middle is cut, never the end, because ids differ at the end.
import classes from "./id-text.module.css";

const tailLength = 6;

export function IdText({ children }: { readonly children: string }) {
	if (children.length <= tailLength * 2) return <span className="mono">{children}</span>;
	return (
		<span className={`${classes.id} mono`} title={children}>
			<span className={classes.start}>{children.slice(0, -tailLength)}</span>
			<span>{children.slice(-tailLength)}</span>
		</span>
	);
}
