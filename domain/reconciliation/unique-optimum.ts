// Is a best assignment the only best one? Another exists exactly when the residual graph of the first has a cycle of length zero.

export interface Assignment {
	readonly aCount: number;
	readonly bCount: number;
	/** An optimum: most pairs, then least cost. */
	readonly pairs: readonly (readonly [a: number, b: number])[];
	readonly mayMeet: (i: number, j: number) => boolean;
	readonly cost: (i: number, j: number) => number;
}

interface Edge {
	readonly from: number;
	readonly to: number;
	readonly length: number;
}

/** True when rows could be paired differently with as many pairs and the same total cost: then the choice would be a coin toss. */
export function hasEqualAlternative(assignment: Assignment): boolean {
	if (assignment.pairs.length === 0) return false;
	if (assignment.aCount === 1 && assignment.bCount === 1) return false;
	const edges = residualEdges(assignment);
	const nodes = assignment.aCount + assignment.bCount + 2;
	const distance = new Int32Array(nodes);
	// Bellman-Ford from everywhere at once; it settles, for an optimum has no negative cycle.
	for (let round = 0, changed = true; changed && round <= nodes; round++) {
		changed = false;
		for (const { from, to, length } of edges) {
			const candidate = (distance[from] as number) + length;
			if (candidate >= (distance[to] as number)) continue;
			distance[to] = candidate;
			changed = true;
		}
	}
	const tight = edges.filter(({ from, to, length }) => (distance[from] as number) + length === distance[to]);
	return hasCycle(nodes, tight);
}

function residualEdges({ aCount, bCount, pairs, mayMeet, cost }: Assignment): Edge[] {
	const mate = new Int32Array(aCount).fill(-1);
	const taken = new Uint8Array(bCount);
	for (const [i, j] of pairs) {
		mate[i] = j;
		taken[j] = 1;
	}
	const source = aCount + bCount;
	const sink = source + 1;
	const edges: Edge[] = [];
	for (let i = 0; i < aCount; i++) {
		edges.push(mate[i] === -1 ? { from: source, to: i, length: 0 } : { from: i, to: source, length: 0 });
		for (let j = 0; j < bCount; j++) {
			if (mate[i] === j) edges.push({ from: aCount + j, to: i, length: -cost(i, j) });
			else if (mayMeet(i, j)) edges.push({ from: i, to: aCount + j, length: cost(i, j) });
		}
	}
	for (let j = 0; j < bCount; j++)
		edges.push(taken[j] === 1 ? { from: sink, to: aCount + j, length: 0 } : { from: aCount + j, to: sink, length: 0 });
	return edges;
}

/** Kahn: what can't be peeled off lies on a cycle. */
function hasCycle(nodes: number, edges: readonly Edge[]): boolean {
	const incoming = new Int32Array(nodes);
	const next: number[][] = Array.from({ length: nodes }, () => []);
	for (const { from, to } of edges) {
		incoming[to] = (incoming[to] as number) + 1;
		next[from]?.push(to);
	}
	const ready = Array.from({ length: nodes }, (_, node) => node).filter((node) => incoming[node] === 0);
	let peeled = 0;
	while (ready.length > 0) {
		peeled++;
		for (const to of next[ready.pop() as number] ?? []) {
			incoming[to] = (incoming[to] as number) - 1;
			if (incoming[to] === 0) ready.push(to);
		}
	}
	return peeled < nodes;
}
