// A run drawn in time: a name column and bars on a common axis; every row opens its step.
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-paths.ts";
import type { Tone } from "./status-words.ts";
import classes from "./timeline.module.css";
import { placeOf, type Scale, ticksOf } from "./timeline-scale.ts";

export interface TimelineBar {
	readonly from: number;
	readonly to: number;
	readonly tone: Tone;
	readonly label: string;
}

export interface TimelineRow {
	readonly id: string;
	readonly label: string;
	readonly depth: number;
	readonly icon: IconName;
	readonly tone: Tone;
	readonly took: string;
	readonly bars: readonly TimelineBar[];
	/** Said after the last bar, or from the start when nothing has started. */
	readonly note: string;
}

interface TimelineProps {
	readonly rows: readonly TimelineRow[];
	readonly scale: Scale;
	readonly startLabel: string;
	readonly now: number | null;
	readonly openId: string | null;
	readonly onOpen: (id: string) => void;
}

export function Timeline({ rows, scale, startLabel, now, openId, onOpen }: TimelineProps) {
	const ticks = ticksOf(scale);
	return (
		<div className={classes.frame} role="region" aria-label="Timeline" tabIndex={0}>
			<div className={classes.axis} aria-hidden="true">
				<div className={classes.axisName}>
					<span className="sec">Step</span>
					<span className={classes.took}>Took</span>
				</div>
				<div className={classes.ticks}>
					<span style={{ left: 0 }}>{startLabel}</span>
					{ticks.map((tick) => (
						<span key={tick.label} style={{ left: `${tick.place}%` }}>
							{tick.label}
						</span>
					))}
				</div>
			</div>
			{rows.map((row) => (
				<TimelineLine
					key={row.id}
					row={row}
					scale={scale}
					ticks={ticks.map((tick) => tick.place)}
					now={now}
					open={row.id === openId}
					onOpen={() => onOpen(row.id)}
				/>
			))}
		</div>
	);
}

interface TimelineLineProps {
	readonly row: TimelineRow;
	readonly scale: Scale;
	readonly ticks: readonly number[];
	readonly now: number | null;
	readonly open: boolean;
	readonly onOpen: () => void;
}

function TimelineLine({ row, scale, ticks, now, open, onOpen }: TimelineLineProps) {
	const end = row.bars.length === 0 ? 0 : Math.max(...row.bars.map((bar) => placeOf(scale, bar.to)));
	// Beyond two thirds of the track the note stands before the first bar, so that it is never cut.
	const first = Math.min(100, ...row.bars.map((bar) => placeOf(scale, bar.from)));
	const noteStyle =
		end <= 66
			? { left: `${end}%`, maxWidth: `${100 - end}%` }
			: first >= 34
				? { right: `${100 - first}%`, maxWidth: `${first}%` }
				: { display: "none" };
	return (
		<button type="button" className={open ? `${classes.row} ${classes.on}` : classes.row} aria-pressed={open} onClick={onOpen}>
			<span className={`${classes.name} ${classes[row.tone] ?? ""}`} style={{ paddingLeft: 16 + row.depth * 18 }}>
				<Icon name={row.icon} size={15} />
				<span className="trunc">{row.label}</span>
				<span className={`${classes.took} num`}>{row.took}</span>
			</span>
			<span className={classes.track}>
				{ticks.map((place) => (
					<i key={place} className={classes.grid} style={{ left: `${place}%` }} />
				))}
				{row.bars.map((bar, index) => {
					const left = placeOf(scale, bar.from);
					const width = placeOf(scale, bar.to) - left;
					return (
						<span
							key={`${bar.from}-${index}`}
							className={classes.bar}
							data-tone={bar.tone}
							style={{ left: `${left}%`, width: `max(3px, calc(${width}% - 1px))` }}
							title={bar.label}
						>
							{bar.tone === "wait" ? <em>{bar.label}</em> : width > 1.2 + bar.label.length * 0.9 ? bar.label : ""}
						</span>
					);
				})}
				{row.note === "" ? null : (
					<span className={classes.note} style={noteStyle}>
						{row.note}
					</span>
				)}
				{now === null ? null : <i className={classes.now} style={{ left: `${placeOf(scale, now)}%` }} />}
			</span>
		</button>
	);
}

export function TimelineLegend() {
	return (
		<div className={`${classes.legend} desk`} aria-hidden="true">
			<span>
				<i className={classes.bar} data-tone="ok" />
				Succeeded
			</span>
			<span>
				<i className={classes.bar} data-tone="fail" />
				Failed try
			</span>
			<span>
				<i className={classes.bar} data-tone="wait" />
				Waiting for the next try
			</span>
			<span>
				<i className={classes.bar} data-tone="run" />
				Running
			</span>
		</div>
	);
}
