// Tabs whose choice lives in the URL: the page passes the value and writes the change.
import { Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import { countText } from "./amount.tsx";
import { Icon } from "./icon.tsx";
import classes from "./tabs.module.css";

export interface ViewTab {
	readonly value: string;
	readonly label: string;
	readonly count?: number | null;
	/** Red when above zero. */
	readonly alarm?: boolean;
	/** A saved view: set apart from the page's own tabs. */
	readonly saved?: boolean;
	/** The page no longer shows what was saved. */
	readonly changed?: boolean;
}

interface ViewTabsProps {
	readonly tabs: readonly ViewTab[];
	readonly value: string;
	readonly onChange: (value: string) => void;
	readonly label: string;
	/** Beside the tabs. */
	readonly tools?: ReactNode;
	readonly children: ReactNode;
}

export function ViewTabs({ tabs, value, onChange, label, tools, children }: ViewTabsProps) {
	return (
		<Tabs
			value={value}
			onChange={(next) => onChange(next ?? value)}
			keepMounted={false}
			className="col fill"
			classNames={{ list: classes.list, tab: classes.tab, panel: "col fill" }}
			variant="none"
		>
			<div className={classes.bar}>
				<Tabs.List aria-label={label}>
					{tabs.map((tab) => (
						<Tabs.Tab key={tab.value} value={tab.value} leftSection={tab.saved === true ? <Icon name="bookmark" size={13} /> : undefined}>
							{tab.label}
							{tab.changed === true ? <span className={classes.dot} role="img" aria-label="changed, not saved" /> : null}
							{tab.count === undefined || tab.count === null ? null : (
								<span className={tab.alarm === true && tab.count > 0 ? `${classes.count} ${classes.countFail}` : classes.count}>
									{countText(tab.count)}
								</span>
							)}
						</Tabs.Tab>
					))}
				</Tabs.List>
				{tools}
			</div>
			<Tabs.Panel value={value}>{children}</Tabs.Panel>
		</Tabs>
	);
}
