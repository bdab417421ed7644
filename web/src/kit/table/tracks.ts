// The grid's columns in CSS: their tracks, the least width of all together, and how far from the left the held ones stand.
import type { TieoutColumnMeta } from "./column-meta.ts";

export const boxWidth = 40;

const leastOf = (track: string): number => Number(/(\d+)px/.exec(track)?.[1] ?? 120);

export interface Tracks {
	/** `grid-template-columns`. */
	readonly template: string;
	/** Pixels below which the table scrolls sideways. */
	readonly least: number;
	/** Per column: pixels from the left edge when it is held there, else null. */
	readonly left: readonly (number | null)[];
}

/** @param boxed a column of selection boxes stands before the others. Without a held column the first one is held. */
export function tracksOf(metas: readonly (TieoutColumnMeta | undefined)[], boxed: boolean): Tracks {
	const tracks = metas.map((meta) => meta?.width ?? "minmax(120px, 1fr)");
	const some = metas.some((meta) => meta?.pinned === true);
	let from = boxed ? boxWidth : 0;
	const left = metas.map((meta, index) => {
		const held = some ? meta?.pinned === true : index === 0;
		if (!held) return null;
		const at = from;
		from += leastOf(tracks[index] ?? "");
		return at;
	});
	return {
		template: [...(boxed ? [`${boxWidth}px`] : []), ...tracks].join(" "),
		least: tracks.reduce((sum, track) => sum + leastOf(track), boxed ? boxWidth : 0),
		left,
	};
}
