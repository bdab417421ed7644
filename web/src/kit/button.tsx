// The product's buttons: a verb with its object, at most one primary on a page, icon-only ones always named.
import { Tooltip, UnstyledButton } from "@mantine/core";
import type { ComponentPropsWithoutRef, ReactNode } from "react";
import classes from "./button.module.css";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-paths.ts";
import { Key } from "./key.tsx";

export interface ButtonLook {
	readonly tone?: "plain" | "primary" | "quiet" | "danger";
	readonly size?: "normal" | "small";
}

export function buttonClass({ tone = "plain", size = "normal" }: ButtonLook, square = false): string {
	return [classes.btn, tone === "plain" ? "" : classes[tone], size === "small" ? classes.small : "", square ? classes.square : ""].join(
		" ",
	);
}

interface ButtonProps extends ButtonLook, Omit<ComponentPropsWithoutRef<"button">, "size"> {
	readonly icon?: IconName;
	readonly shortcut?: string;
	readonly busy?: boolean;
	readonly children: ReactNode;
}

/** While it is busy it does nothing, and keeps the focus that a disabled button would lose. */
export function Button({ tone, size, icon, shortcut, busy = false, children, className, onClick, ...rest }: ButtonProps) {
	return (
		<UnstyledButton
			className={`${buttonClass({ tone, size })} ${className ?? ""}`}
			aria-busy={busy || undefined}
			aria-disabled={busy || undefined}
			onClick={busy ? (event) => event.preventDefault() : onClick}
			{...rest}
		>
			{icon === undefined ? null : <Icon name={icon} />}
			{children}
			{shortcut === undefined ? null : <Key>{shortcut}</Key>}
		</UnstyledButton>
	);
}

interface IconButtonProps extends ButtonLook, Omit<ComponentPropsWithoutRef<"button">, "size"> {
	readonly icon: IconName;
	/** Said by screen readers and by the tooltip. */
	readonly label: string;
	readonly shortcut?: string;
}

export function IconButton({ icon, label, shortcut, tone = "quiet", size = "small", className, ...rest }: IconButtonProps) {
	return (
		<Tooltip label={shortcut === undefined ? label : `${label} (${shortcut})`}>
			<UnstyledButton className={`${buttonClass({ tone, size }, true)} ${className ?? ""}`} aria-label={label} {...rest}>
				<Icon name={icon} />
			</UnstyledButton>
		</Tooltip>
	);
}
