// Row height, kept per table and person: 28 dense, 36 normal, 44 roomy.
import { useCallback, useState } from "react";

export const densities = { dense: 28, normal: 36, roomy: 44 } as const;
export type Density = keyof typeof densities;

const order: readonly Density[] = ["normal", "roomy", "dense"];

export const nextDensity = (density: Density): Density => order[(order.indexOf(density) + 1) % order.length] ?? "normal";

const stored = (table: string): Density => {
	const value = localStorage.getItem(`tieout-density-${table}`);
	return value === "dense" || value === "roomy" ? value : "normal";
};

export interface DensityChoice {
	readonly density: Density;
	readonly height: number;
	readonly cycle: () => void;
}

export function useDensity(table: string): DensityChoice {
	const [density, setDensity] = useState(() => stored(table));
	const cycle = useCallback(() => {
		setDensity((current) => {
			const next = nextDensity(current);
			localStorage.setItem(`tieout-density-${table}`, next);
			return next;
		});
	}, [table]);
	return { density, height: densities[density], cycle };
}
