// Settings: the list of sections beside the open one. A section that the role may not see says so and is never drawn.
import { useMediaQuery } from "@mantine/hooks";
import { Link, Navigate, Outlet, useLocation } from "@tanstack/react-router";
import { SupportCount } from "../../../app/nav-count.tsx";
import { useMe } from "../../../app/session.ts";
import { Icon } from "../../../kit/icon.tsx";
import { PageHead, TopBar } from "../../../kit/page.tsx";
import { EmptyState, NoPermission } from "../../../kit/states.tsx";
import { Refused } from "../people/ask-for-access.tsx";
import classes from "./settings-layout.module.css";
import { maySee, sectionAt, settingsGroups, settingsSections } from "./settings-sections.ts";

export function SettingsLayout() {
	const me = useMe();
	const path = useLocation({ select: ({ pathname }) => pathname.replace(/\/$/, "") });
	const section = sectionAt(path);
	const mine = settingsSections.filter((line) => maySee(me, line));
	return (
		<div className={classes.frame} data-at={path === "/settings" && mine.length > 0 ? "list" : undefined}>
			<nav className={classes.list} aria-label="Settings">
				{path === "/settings" && mine.length > 0 ? <h1>Settings</h1> : <h2>Settings</h2>}
				<div className={classes.sections}>
					{settingsGroups.map((group) => {
						const lines = mine.filter((line) => line.group === group);
						return lines.length === 0 ? null : (
							<div key={group} role="group" aria-label={group}>
								<h3 aria-hidden="true">{group}</h3>
								{lines.map((line) => (
									<Link key={line.to} to={line.to} className={classes.link} activeOptions={{ exact: false, includeSearch: false }}>
										<Icon name={line.icon} />
										{line.label}
										{line.count === undefined ? null : <SupportCount />}
									</Link>
								))}
							</div>
						);
					})}
				</div>
			</nav>
			<div className={classes.page}>
				{section === null || maySee(me, section) ? (
					<Outlet />
				) : (
					<>
						<TopBar crumbs={[{ label: "Settings", to: "/settings" }, { label: section.label }]} />
						<PageHead title={section.label} />
						{section.needs === null || section.needs === "platform" ? (
							<NoPermission
								what={section.label}
								permission={null}
								role={me.tenant.roleName}
								giver="It is for those who run this installation, whatever their role in a company."
							/>
						) : (
							<Refused what={section.label} permission={section.needs} />
						)}
					</>
				)}
			</div>
		</div>
	);
}

/** "/settings" itself: the first section, or on a narrow screen the list alone. */
export function SettingsStart() {
	const me = useMe();
	const narrow = useMediaQuery("(max-width: 899px)", undefined, { getInitialValueInEffect: false }) === true;
	const first = settingsSections.find((line) => maySee(me, line));
	if (first === undefined)
		return (
			<>
				<TopBar crumbs={[{ label: "Settings" }]} />
				<EmptyState title="Nothing in Settings is open to your role">
					Your role here is {me.tenant.roleName}. An owner or an admin of this company can give you another one.
				</EmptyState>
			</>
		);
	if (narrow) return null;
	return <Navigate to={first.to} replace />;
}
