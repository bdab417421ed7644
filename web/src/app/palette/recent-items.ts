// The last five things that were gone to from the palette, kept in this browser for each company apart.
import type { PaletteItem } from "./palette-items.ts";

const most = 5;
const nameOf = (tenantId: string): string => `tieout-palette-${tenantId}`;

type Kept = Pick<PaletteItem, "key" | "label" | "detail" | "icon"> & { readonly to: string };

const isKept = (value: unknown): value is Kept =>
	typeof value === "object" &&
	value !== null &&
	"key" in value &&
	"label" in value &&
	"icon" in value &&
	"to" in value &&
	typeof value.to === "string";

export function recentItems(tenantId: string): readonly PaletteItem[] {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(nameOf(tenantId)) ?? "[]");
		return Array.isArray(kept) ? kept.filter(isKept).slice(0, most) : [];
	} catch {
		return [];
	}
}

/** What is done on a page isn't kept: it makes no sense elsewhere. */
export function keepRecent(tenantId: string, { key, label, detail, icon, to }: PaletteItem): void {
	if (typeof to !== "string") return;
	const others = recentItems(tenantId).filter((item) => item.key !== key);
	localStorage.setItem(nameOf(tenantId), JSON.stringify([{ key, label, detail, icon, to }, ...others].slice(0, most)));
}
