// The frame of a page: top bar with breadcrumb, head, toolbar, list beside panel, footer.
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Icon } from "./icon.tsx";
import classes from "./page.module.css";

export interface Crumb {
	readonly label: string;
	readonly to?: LinkProps["to"];
	readonly params?: LinkProps["params"];
}

interface TopBarProps {
	readonly crumbs: readonly Crumb[];
	readonly meta?: ReactNode;
	readonly children?: ReactNode;
}

export function TopBar({ crumbs, meta, children }: TopBarProps) {
	return (
		<header className={classes.top}>
			<nav aria-label="Breadcrumb" className="trunc">
				<ol className={classes.crumbs}>
					{crumbs.map((crumb, index) => (
						<li key={`${crumb.label}${index}`}>
							{crumb.to === undefined ? (
								<Here label={crumb.label} last={index === crumbs.length - 1} />
							) : (
								<Link to={crumb.to} params={crumb.params as never}>
									{crumb.label}
								</Link>
							)}
							{index < crumbs.length - 1 ? <Icon name="chevron-right" size={14} /> : null}
						</li>
					))}
				</ol>
			</nav>
			<span className="grow" />
			{meta === undefined ? null : <span className={`${classes.meta} desk`}>{meta}</span>}
			{children}
		</header>
	);
}

function Here({ label, last }: { readonly label: string; readonly last: boolean }) {
	return last ? (
		<b className="trunc" aria-current="page">
			{label}
		</b>
	) : (
		<span className="trunc sec">{label}</span>
	);
}

interface PageHeadProps {
	readonly title: string;
	readonly before?: ReactNode;
	readonly beside?: ReactNode;
	readonly children?: ReactNode;
}

export function PageHead({ title, before, beside, children }: PageHeadProps) {
	return (
		<div className={classes.head}>
			{before}
			<h1 title={title}>{title}</h1>
			{beside}
			<span className="grow" />
			{children}
		</div>
	);
}

export function Toolbar({ children, label }: { readonly children: ReactNode; readonly label: string }) {
	return (
		<div className={classes.bar} role="group" aria-label={label}>
			{children}
		</div>
	);
}

export function FootBar({ children }: { readonly children: ReactNode }) {
	return <footer className={classes.foot}>{children}</footer>;
}

interface SplitProps {
	readonly panel: ReactNode;
	readonly width?: number;
	readonly children: ReactNode;
}

/** A list with its panel beside it; below 1,100 px the panel takes the list's place. */
export function Split({ panel, width = 404, children }: SplitProps) {
	const open = panel !== null && panel !== undefined && panel !== false;
	return (
		<div className={open ? `${classes.split} ${classes.open}` : classes.split} style={{ "--panel": `${width}px` } as React.CSSProperties}>
			<div className={classes.main}>{children}</div>
			{open ? panel : null}
		</div>
	);
}
