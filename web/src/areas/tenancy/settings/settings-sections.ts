// The list of Settings: one line for each section that works, shown to those who may read it. A section is a child route of
// settingsRoute with the same address; the frame refuses it to everybody else.
import type { LinkProps } from "@tanstack/react-router";
import type { Me, Permission } from "../../../app/session.ts";
import type { IconName } from "../../../kit/icon-paths.ts";

export const settingsGroups = ["You", "Company", "Access", "Data", "Integrations", "Records", "Platform"] as const;

export interface SettingsSectionLine {
	readonly to: NonNullable<LinkProps["to"]>;
	readonly label: string;
	readonly icon: IconName;
	readonly group: (typeof settingsGroups)[number];
	/** null: everybody who is signed in; "platform": who runs the platform. */
	readonly needs: Permission | "platform" | null;
	/** What stands beside it. */
	readonly count?: "support";
}

export const settingsSections: readonly SettingsSectionLine[] = [
	{ to: "/settings/account", label: "My account", icon: "user-circle", group: "You", needs: null },
	{ to: "/settings/sessions", label: "My sessions", icon: "key", group: "You", needs: null },
	{ to: "/settings/onboarding", label: "Getting started", icon: "list-check", group: "Company", needs: "onboarding.manage" },
	{ to: "/settings/company", label: "Company", icon: "building", group: "Company", needs: "tenancy.read" },
	{ to: "/settings/plan", label: "Plan and usage", icon: "gauge", group: "Company", needs: "tenancy.read" },
	{ to: "/settings/people", label: "People", icon: "users", group: "Access", needs: "users.read" },
	{ to: "/settings/roles", label: "Roles", icon: "shield-check", group: "Access", needs: "roles.read" },
	{ to: "/settings/sso", label: "Single sign-on", icon: "shield-lock", group: "Access", needs: "sso.manage" },
	{ to: "/settings/support", label: "Support access", icon: "lifebuoy", group: "Access", needs: "support.grant", count: "support" },
	{ to: "/settings/platform", label: "Companies", icon: "building-community", group: "Platform", needs: "platform" },
	{ to: "/settings/policies", label: "Policies", icon: "shield-lock", group: "Data", needs: "policies.read" },
	{ to: "/settings/keys", label: "Data keys", icon: "key", group: "Data", needs: "keys.rotate" },
	{ to: "/settings/model-keys", label: "Model keys", icon: "lock", group: "Data", needs: "model_keys.manage" },
	{ to: "/settings/webhooks", label: "Webhooks", icon: "webhook", group: "Integrations", needs: "webhooks.read" },
	{ to: "/settings/api-keys", label: "API keys", icon: "plug-connected", group: "Integrations", needs: "api_keys.read" },
	{ to: "/settings/data", label: "Export and erasure", icon: "download", group: "Records", needs: "tenant.export" },
	{ to: "/settings/audit", label: "Audit trail", icon: "list-check", group: "Records", needs: "audit.read" },
];

export const maySee = (me: Me, { needs }: SettingsSectionLine): boolean =>
	needs === null || (needs === "platform" ? me.platformAdmin : me.permissions.includes(needs));

/** The section that an address belongs to: "/settings/people/123" is in "/settings/people". */
export const sectionAt = (path: string): SettingsSectionLine | null =>
	settingsSections.find(({ to }) => path === to || path.startsWith(`${to}/`)) ?? null;
