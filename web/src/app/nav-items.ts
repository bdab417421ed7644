// The left navigation: only what works, each entry only for those who may read it.
import type { IconName } from "../kit/icon-paths.ts";
import type { Permission } from "./session.ts";

export interface NavItem {
	readonly label: string;
	readonly short: string;
	readonly icon: IconName;
	readonly to: "/approvals" | "/jobs" | "/incidents" | "/dead-letters" | "/reconciliation" | "/connections" | "/quarantine" | "/explorer";
	readonly needs: Permission;
	/** On a phone it stands in the menu behind "You" instead of the bottom bar. */
	readonly aside?: boolean;
	/** What stands beside it. */
	readonly count?: "approvals";
}

export const navGroups: readonly { readonly title: string | null; readonly items: readonly NavItem[] }[] = [
	{
		title: null,
		items: [{ label: "Approvals", short: "Approvals", icon: "inbox", to: "/approvals", needs: "approvals.read", count: "approvals" }],
	},
	{
		title: "Work",
		items: [
			{ label: "Jobs", short: "Jobs", icon: "player-play", to: "/jobs", needs: "jobs.read" },
			{ label: "Incidents", short: "Incidents", icon: "siren", to: "/incidents", needs: "incidents.read", aside: true },
			{ label: "Dead letter", short: "Dead letter", icon: "alert-octagon", to: "/dead-letters", needs: "jobs.read", aside: true },
			{ label: "Reconciliation", short: "Recon", icon: "arrows-exchange", to: "/reconciliation", needs: "reconciliations.read" },
		],
	},
	{
		title: "Data",
		items: [
			{ label: "Connections", short: "Data", icon: "plug-connected", to: "/connections", needs: "connections.read" },
			{ label: "Quarantine", short: "Quarantine", icon: "eye-alert", to: "/quarantine", needs: "connections.read", aside: true },
			{ label: "Explorer", short: "Explorer", icon: "table", to: "/explorer", needs: "explorer.read", aside: true },
		],
	},
];
