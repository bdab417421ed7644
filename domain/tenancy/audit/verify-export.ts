// Reads an export line by line and says what is wrong with it. Pure: hashing and Ed25519 are handed in, lines come from outside.
// What it promises is numbered in SPEC.md.
//
//   startVerification(given) ─▶ verifyLine(state, text) … ─▶ endVerification(state) ─▶ report
import { eventText } from "./audit-event.ts";
import { type ChainHead, chained, emptyChain, type HashText } from "./chain.ts";
import { type Checkpoint, signedText, type VerifySignature } from "./checkpoint.ts";
import { commitment } from "./commitment.ts";
import { type EventLine, type ExportHead, readLine } from "./export-lines.ts";
import { eventsAre, type Finding, type FindingKind, finding, type VerificationReport } from "./findings.ts";

export interface VerificationInput {
	readonly hash: HashText;
	readonly verifySignature: VerifySignature;
	/** Kept outside the export: what the chain is held against. */
	readonly checkpoint: Checkpoint;
	/** The signer that is known from elsewhere; null: whoever signed the checkpoint. */
	readonly publicKey: string | null;
	/** Places without content are expected: their events were archived. */
	readonly allowWithheld: boolean;
}

export interface Verification {
	readonly given: VerificationInput;
	readonly lines: number;
	readonly head: ExportHead | null;
	/** The chain as far as it could be followed; null: lost until the next anchor says where it is. */
	readonly chain: ChainHead | null;
	/** The number that the next event should have. */
	readonly next: number;
	/** Numbers that were passed over, as ranges: they may still come, in the wrong place. */
	readonly gaps: readonly (readonly [number, number])[];
	readonly findings: readonly Finding[];
	readonly further: number;
	/** The last count at which a signature and the chain agreed. */
	readonly provenTo: number | null;
	/** The count of the last place where the chain was seen to be what was said of it. */
	readonly anchoredAt: number;
	readonly first: number | null;
	readonly last: number | null;
	readonly events: number;
	readonly withheld: number;
	readonly personalKept: number;
	readonly personalErased: number;
	readonly checkpointSeen: boolean;
}

const mostFindings = 200;
const mostGaps = 200;
const gone = (from: number, to: number): Finding => finding("removed", `${eventsAre(from, to)} missing.`, from, to);

export function startVerification(given: VerificationInput): Verification {
	const start: Verification = {
		given,
		lines: 0,
		head: null,
		chain: null,
		next: 1,
		gaps: [],
		findings: [],
		further: 0,
		provenTo: null,
		anchoredAt: 0,
		first: null,
		last: null,
		events: 0,
		withheld: 0,
		personalKept: 0,
		personalErased: 0,
		checkpointSeen: false,
	};
	const flaw = flawOf(given, given.checkpoint, null);
	return flaw === null ? start : found(start, finding("forged_checkpoint", flaw));
}

const found = (state: Verification, ...more: readonly Finding[]): Verification => ({
	...state,
	findings: [...state.findings, ...more.slice(0, Math.max(0, mostFindings - state.findings.length))],
	further: state.further + Math.max(0, state.findings.length + more.length - mostFindings),
});

/** V1: why a checkpoint counts for nothing; null: it is signed by the key that is trusted. */
function flawOf({ verifySignature, checkpoint, publicKey }: VerificationInput, of: Checkpoint, tenantId: string | null): string | null {
	if (tenantId !== null && of.tenantId !== tenantId) return `Checkpoint ${of.no} belongs to another company.`;
	if (publicKey !== null && of === checkpoint && of.publicKey !== publicKey)
		return `Checkpoint ${of.no} is signed by another key than the one you named.`;
	if (!verifySignature(of.publicKey, signedText(of), of.signature)) return `The signature of checkpoint ${of.no} doesn't fit what it says.`;
	return null;
}

export function verifyLine(state: Verification, text: string): Verification {
	const read = { ...state, lines: state.lines + 1 };
	const line = readLine(text);
	if (line === null) return lost(found(read, finding("unreadable", `Line ${read.lines} is no line of an audit export.`)));
	if (line.kind === "head") return read.lines === 1 ? begin(read, line.head) : found(read, again(read.lines));
	if (read.head === null) return found({ ...read, head: nobody }, finding("unreadable", "The file doesn't begin as an audit export does."));
	if (line.kind === "event") return takeEvent(read, line.line);
	if (line.kind === "sealed") return anchor(read, line.sealed, null);
	return takeCheckpoint(read, line.checkpoint);
}

const nobody: ExportHead = { tenantId: "", from: { count: 0, head: "" }, at: "" };
const again = (line: number): Finding => finding("unreadable", `Line ${line} begins a second export in the same file.`);
const lost = (state: Verification): Verification => ({ ...state, chain: null });

/** V2: the file is the checkpoint's company's, and a chain that begins at the beginning begins empty. */
function begin(state: Verification, head: ExportHead): Verification {
	const { hash, checkpoint } = state.given;
	const begun = { ...state, head, chain: head.from, next: head.from.count + 1, anchoredAt: head.from.count };
	const empty = emptyChain(hash, head.tenantId).head;
	const wrong = head.from.count === 0 && head.from.head !== empty;
	return found(
		begun,
		...(head.tenantId === checkpoint.tenantId
			? []
			: [finding("other_tenant", "The export and the checkpoint belong to different companies.")]),
		...(wrong ? [finding("chain_broken", "The chain doesn't begin where this company's chain begins.")] : []),
	);
}

function takeEvent(state: Verification, line: EventLine): Verification {
	return atCheckpoint(follow(inspect(state, line), line));
}

/** V3, V4: the content is what was hashed, the personal values are what was committed to. */
function inspect(state: Verification, { seq, hash: stated, event, personal }: EventLine): Verification {
	const { given, head } = state;
	if (event === null) {
		const counted = { ...state, withheld: state.withheld + 1 };
		if (given.allowWithheld) return counted;
		return found(counted, finding("withheld", `Event ${seq} is not in this file, only its place is.`, seq));
	}
	const flaws: Finding[] = [];
	if (given.hash(eventText(event)) !== stated)
		flaws.push(finding("altered", `Event ${seq} is not what was sealed: it was altered afterwards.`, seq));
	if (event.tenantId !== head?.tenantId) flaws.push(finding("other_tenant", `Event ${seq} belongs to another company.`, seq));
	let kept = 0;
	for (const [field, { salt, value }] of Object.entries(personal)) {
		const fits = event.personal[field] === commitment(given.hash, { tenantId: event.tenantId, eventId: event.id }, { field, salt, value });
		if (fits) kept += 1;
		else flaws.push(finding("personal_altered", `“${field}” of event ${seq} is not the value that was committed to.`, seq));
	}
	const missing = Object.keys(event.personal).filter((field) => !Object.hasOwn(personal, field)).length;
	return found(
		{
			...state,
			events: state.events + 1,
			personalKept: state.personalKept + kept,
			personalErased: state.personalErased + missing,
		},
		...flaws,
	);
}

/** V5: numbers follow one another without a gap, a repetition or a step back. */
function follow(state: Verification, { seq, hash }: EventLine): Verification {
	const { next, chain, given } = state;
	const seen = { ...state, first: state.first ?? seq, last: Math.max(state.last ?? 0, seq) };
	if (seq === next) return { ...seen, next: seq + 1, chain: chain === null ? null : chained(given.hash, chain, hash) };
	if (seq > next) {
		const passed = { ...seen, next: seq + 1, chain: null };
		return state.gaps.length < mostGaps ? { ...passed, gaps: [...state.gaps, [next, seq - 1]] } : found(passed, gone(next, seq - 1));
	}
	const gap = state.gaps.find(([from, to]) => from <= seq && seq <= to);
	if (gap === undefined) return lost(found(seen, finding("inserted", `Event ${seq} stands here a second time: a line was inserted.`, seq)));
	const rest = [[gap[0], seq - 1] as const, [seq + 1, gap[1]] as const].filter(([from, to]) => from <= to);
	const gaps = [...state.gaps.filter((each) => each !== gap), ...rest];
	return lost(found({ ...seen, gaps }, finding("reordered", `Event ${seq} stands behind later ones: lines were moved.`, seq)));
}

/** V6: where the checkpoint that was handed in stands, the chain is what it says. */
function atCheckpoint(state: Verification): Verification {
	const { checkpoint } = state.given;
	return state.next - 1 === checkpoint.count && !state.checkpointSeen ? takeCheckpoint(state, checkpoint) : state;
}

function takeCheckpoint(state: Verification, checkpoint: Checkpoint): Verification {
	const { given, head } = state;
	const same = checkpoint.no === given.checkpoint.no && checkpoint.count === given.checkpoint.count;
	if (same && state.checkpointSeen) return state;
	const flaw = flawOf(given, checkpoint, head?.tenantId ?? null);
	// The one that was handed in is judged at the start already.
	if (flaw !== null)
		return checkpoint === given.checkpoint ? { ...state, checkpointSeen: true } : found(state, finding("forged_checkpoint", flaw));
	return anchor(same ? { ...state, checkpointSeen: true } : state, checkpoint, checkpoint);
}

/** V7: at an anchor the chain agrees, or something between it and the anchor before is not as it was. */
function anchor(state: Verification, said: ChainHead, signed: Checkpoint | null): Verification {
	const { chain, next, anchoredAt, given } = state;
	const here = next - 1;
	const name = signed === null ? `the seal at ${said.count}` : `checkpoint ${signed.no}`;
	if (said.count !== here) {
		// A checkpoint from before the file's first event has nothing here to be compared with.
		if (signed !== null && said.count < (state.head?.from.count ?? 0)) return state;
		return lost(
			found(
				state,
				finding("chain_broken", `${name[0]?.toUpperCase()}${name.slice(1)} stands behind event ${here} instead of ${said.count}.`, here),
			),
		);
	}
	if (chain !== null && chain.head !== said.head) {
		const between = finding(
			"chain_broken",
			`Between ${anchoredAt} and ${said.count} an event was altered, inserted, removed or moved and its hash made to fit: the chain is not that of ${name}.`,
			anchoredAt + 1,
			said.count,
		);
		return { ...found(state, between), chain: { count: said.count, head: said.head }, anchoredAt: said.count };
	}
	// A chain that was lost is taken up again here, which proves nothing of what came before. Another key than the trusted one proves nothing.
	const proven =
		signed !== null && chain !== null && signed.publicKey === (given.publicKey ?? given.checkpoint.publicKey) ? said.count : state.provenTo;
	return { ...state, chain: { count: said.count, head: said.head }, anchoredAt: said.count, provenTo: proven };
}

export function endVerification(state: Verification): VerificationReport {
	const { given, gaps, next } = state;
	const missing = gaps.map(([from, to]) => gone(from, to));
	const ended = found(
		state.head === null ? found(state, finding("unreadable", "The file is empty.")) : state,
		...missing,
		...cutOff(state),
	);
	const { checkpoint } = given;
	return {
		whole: ended.findings.length === 0 && ended.provenTo !== null,
		findings: [...ended.findings].sort((a, b) => order(a.kind) - order(b.kind) || (a.seq ?? 0) - (b.seq ?? 0)),
		furtherFindings: ended.further,
		tenantId: state.head?.tenantId ?? null,
		first: state.first,
		last: state.last,
		events: state.events,
		withheld: state.withheld,
		personalKept: state.personalKept,
		personalErased: state.personalErased,
		provenTo: state.provenTo,
		unproven: Math.max(0, next - 1 - Math.max(checkpoint.count, state.provenTo ?? 0)),
		signers: [checkpoint.publicKey],
	};
}

/** A forged checkpoint first, since it makes everything else worth nothing. */
const order = (kind: FindingKind): number => (kind === "forged_checkpoint" ? 0 : 1);

/** V8: what the checkpoint counts is there to the last event. */
function cutOff({ given: { checkpoint }, next, head }: Verification): readonly Finding[] {
	if (head === null || head === nobody) return [];
	if (checkpoint.count < head.from.count)
		return [
			finding(
				"cut_off",
				`The export begins behind event ${head.from.count}, checkpoint ${checkpoint.no} ends at ${checkpoint.count}: they have nothing in common.`,
			),
		];
	if (next - 1 >= checkpoint.count) return [];
	return [
		finding(
			"cut_off",
			`The export ends at event ${next - 1}; checkpoint ${checkpoint.no} counts ${checkpoint.count}. ${eventsAre(next, checkpoint.count)} cut off.`,
			next,
			checkpoint.count,
		),
	];
}
