// The left navigation: only what works, each entry only for those who may read it.
import type { IconName } from "../kit/icon-paths.ts";
import type { Permission } from "./session.ts";

export interface NavItem {
	readonly label: string;
	readonly short: string;
	readonly icon: IconName;
	readonly to: "/jobs" | "/reconciliation" | "/connections" | "/explorer";
	readonly needs: Permission;
}

export const navGroups: readonly { readonly title: string; readonly items: readonly NavItem[] }[] = [
	{
		title: "Work",
		items: [
			{ label: "Jobs", short: "Jobs", icon: "player-play", to: "/jobs", needs: "jobs.read" },
			{ label: "Reconciliation", short: "Recon", icon: "arrows-exchange", to: "/reconciliation", needs: "reconciliations.read" },
		],
	},
	{
		title: "Data",
		items: [
			{ label: "Connections", short: "Data", icon: "plug-connected", to: "/connections", needs: "connections.read" },
			{ label: "Explorer", short: "Explorer", icon: "table", to: "/explorer", needs: "explorer.read" },
		],
	},
];
