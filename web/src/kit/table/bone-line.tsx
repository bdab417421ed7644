// A still skeleton row that keeps the row height while rows are on their way.
import classes from "./data-table.module.css";

interface BoneLineProps {
	readonly columns: number;
	readonly top: number;
	readonly height: number;
}

export function BoneLine({ columns, top, height }: BoneLineProps) {
	return (
		<div className={`${classes.row} ${classes.line}`} aria-hidden="true" style={{ height, transform: `translateY(${top}px)` }}>
			{Array.from({ length: columns }, (_, index) => (
				<div key={index} className={classes.td}>
					<span className={classes.bone} />
				</div>
			))}
		</div>
	);
}
