// Small words of plans and outcomes: counts with their noun, days, lists.
import type { ReplayWindow } from "./replay.ts";

export const counted = (count: number, one: string, many: string): string => `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

export const dayRange = ({ from, to }: ReplayWindow): string => (from === to ? from : `${from} to ${to}`);
