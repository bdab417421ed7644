// What lies behind a place of a stream's cursor, when the cursor was put back before: a rewind makes the moves a tree, each pass over
// the same pages a branch of it, and the next sync reads one branch again, not all of them.
//
//   0 ─▶ 1 ─▶ 2 ─▶ 3          moves 1–3
//   └──── 4: rewind to 0
//   └──▶ 5 ─▶ 6 ─▶ 7          the same pages once more

export interface MoveOfPath {
	/** Counts the stream's moves from 1, without gaps. */
	readonly no: number;
	readonly cause: "page" | "skip" | "rewind";
	readonly cursorBefore: string;
	readonly cursorAfter: string;
	/** Number of the last committed page after the move. */
	readonly seqAfter: number;
	/** Rows on its page; 0 without one. */
	readonly rows: number;
}

/** Pages numbered from `after` (not with it) to `upTo`; null: to the last there is. */
export interface SeqRange {
	readonly after: number;
	readonly upTo: number | null;
}

export interface BehindPlace {
	readonly pages: number;
	readonly rows: number;
	/** The committed pages whose rows lie behind the place, in whichever pass they were written. */
	readonly written: readonly SeqRange[];
}

interface Place {
	readonly cursor: string;
	readonly pass: number;
	/** The place from which a move came to it; null for the first. */
	readonly from: number | null;
	/** What the longest branch behind it holds. */
	pages: number;
	rows: number;
}

/**
 * @param moves all of the stream, by `no`
 * @param no the move after which the cursor stood there; 0 for before the first one
 */
export function behindPlace(moves: readonly MoveOfPath[], no: number): BehindPlace {
	const { places, placeOf } = tree(moves);
	measure(moves, places, placeOf);
	const target = placeOf[no] ?? 0;
	const same = samePlaces(places, target);
	const most = same.reduce((best, each) => (longer(places[each], places[best]) ? each : best), target);
	const kept = new Set<number>();
	for (const each of same) for (let at: number | null = each; at !== null && !kept.has(at); at = places[at]?.from ?? null) kept.add(at);
	return { pages: places[most]?.pages ?? 0, rows: places[most]?.rows ?? 0, written: rangesOf(moves, placeOf, kept, no) };
}

/** A rewind makes no place: the cursor stands again where it stood last with that text. Places are numbered as their moves are. */
function tree(moves: readonly MoveOfPath[]): { readonly places: (Place | undefined)[]; readonly placeOf: number[] } {
	const first = moves[0]?.cursorBefore ?? "";
	const places: (Place | undefined)[] = [{ cursor: first, pass: 0, from: null, pages: 0, rows: 0 }];
	const placeOf = [0];
	const lastAt = new Map([[first, 0]]);
	let pass = 0;
	for (const { no, cause, cursorAfter } of moves) {
		if (cause === "rewind") {
			pass++;
			placeOf[no] = lastAt.get(cursorAfter) ?? 0;
			continue;
		}
		places[no] = { cursor: cursorAfter, pass, from: placeOf[no - 1] ?? 0, pages: 0, rows: 0 };
		placeOf[no] = no;
		lastAt.set(cursorAfter, no);
	}
	return { places, placeOf };
}

const longer = (one: Place | undefined, other: Place | undefined): boolean =>
	(one?.rows ?? 0) > (other?.rows ?? 0) || (one?.rows === other?.rows && (one?.pages ?? 0) > (other?.pages ?? 0));

function measure(moves: readonly MoveOfPath[], places: (Place | undefined)[], placeOf: readonly number[]): void {
	for (const { no, cause, rows } of moves.toReversed()) {
		const place = placeOf[no] === no ? places[no] : undefined;
		const from = place?.from == null ? undefined : places[place.from];
		if (place === undefined || from === undefined) continue;
		const through = { ...place, pages: place.pages + (cause === "page" ? 1 : 0), rows: place.rows + rows };
		if (longer(through, from)) [from.pages, from.rows] = [through.pages, through.rows];
	}
}

/** The place itself, and where every other pass stood last with the same cursor: what came behind it there comes behind it here. */
function samePlaces(places: readonly (Place | undefined)[], target: number): readonly number[] {
	const { cursor, pass } = places[target] ?? { cursor: "", pass: 0 };
	const ofPass = new Map<number, number>();
	places.forEach((place, at) => {
		if (place?.cursor === cursor && place.pass !== pass) ofPass.set(place.pass, at);
	});
	return [target, ...ofPass.values()];
}

/** All pages but those on the way to the place. A page that no move tells of (a window's) counts as behind it from the first such on. */
function rangesOf(moves: readonly MoveOfPath[], placeOf: readonly number[], kept: ReadonlySet<number>, no: number): readonly SeqRange[] {
	const pages = moves.filter(({ cause }) => cause === "page");
	const firstBehind = pages.find((move) => !kept.has(move.no))?.seqAfter;
	const reached = moves[Math.max(no, placeOf[no] ?? 0) - 1]?.seqAfter ?? 0;
	let after = firstBehind === undefined ? reached : firstBehind - 1;
	const ranges: SeqRange[] = [];
	for (const { no: at, seqAfter } of pages) {
		if (seqAfter <= after || !kept.has(at)) continue;
		if (seqAfter - 1 > after) ranges.push({ after, upTo: seqAfter - 1 });
		after = seqAfter;
	}
	return [...ranges, { after, upTo: null }];
}
