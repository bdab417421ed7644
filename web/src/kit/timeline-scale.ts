// The common axis of a timeline: where an instant stands between start and end, and which ticks to draw.

export interface Scale {
	readonly from: number;
	readonly to: number;
}

/** 0…100, clamped: the place of `at` (epoch milliseconds) on the track. */
export function placeOf(scale: Scale, at: number): number {
	const width = Math.max(1, scale.to - scale.from);
	return Math.min(100, Math.max(0, ((at - scale.from) / width) * 100));
}

export interface Tick {
	readonly place: number;
	readonly label: string;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const steps = [
	50,
	100,
	200,
	500,
	second,
	2 * second,
	5 * second,
	10 * second,
	30 * second,
	minute,
	2 * minute,
	5 * minute,
	10 * minute,
	30 * minute,
	hour,
	3 * hour,
	6 * hour,
	12 * hour,
	24 * hour,
	48 * hour,
	168 * hour,
];

const stepText = (ms: number): string => {
	if (ms < second) return `+${ms} ms`;
	if (ms < minute) return `+${ms / second} s`;
	if (ms < hour) return `+${ms / minute} min`;
	return `+${ms / hour} h`;
};

/** Relative ticks after the first (absolute) one; at most `most`. */
export function ticksOf(scale: Scale, most = 6): readonly Tick[] {
	const width = scale.to - scale.from;
	if (width <= 0) return [];
	const step = steps.find((candidate) => width / candidate <= most) ?? 168 * hour;
	const count = Math.floor(width / step);
	return Array.from({ length: count }, (_, index) => ({
		place: (((index + 1) * step) / width) * 100,
		label: stepText((index + 1) * step),
	})).filter((tick) => tick.place < 94);
}
