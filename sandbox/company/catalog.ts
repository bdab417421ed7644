// What the company sells and to whom. Every name is made up from the word lists below; no person's data is used.
import type { Random } from "../core/random.ts";

const first =
	"Amber Birch Cedar Clover Copper Coral Dapple Ember Fern Flint Harbor Hazel Indigo Juniper Linden Maple Meadow Mossy Otter Pebble Quarry Russet Sable Thistle Willow".split(
		" ",
	);
const second =
	"Atelier Bakehouse Bindery Clinic Collective Foundry Garden Goods Kitchen Labs Market Mill Outfitters Pottery Press Provisions Studio Supply Traders Workshop".split(
		" ",
	);

// Minor units; the same list for both currencies, as shops price them.
const prices = [900, 1250, 1800, 2400, 2900, 3500, 3950, 4500, 4900, 5800, 6400, 7200, 8900, 9900, 12500, 14900, 18800, 24900];
const shipping = [0, 0, 495, 795, 1295];

export interface Customer {
	readonly id: string;
	readonly name: string;
}

export const customerName = (random: Random): string => `${random.pick(first)} ${random.pick(second)} ${random.int(2, 99)}`;

/** One order's total in minor units: one to three articles and shipping, with cents that taxes leave. */
export function orderTotal(random: Random): number {
	let total = random.pick(shipping);
	for (let articles = random.int(1, 3); articles > 0; articles--) total += random.pick(prices);
	return total + (random.chance(0.7) ? random.int(1, 99) : 0);
}

export const cardBrands = ["visa", "visa", "visa", "mastercard", "mastercard", "amex", "discover"] as const;
