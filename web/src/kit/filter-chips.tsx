// Filters in words: a set one says what it keeps and can be dropped, an open one offers its values with their counts.
import { Menu, UnstyledButton } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { countText } from "./amount.tsx";
import classes from "./filter-chips.module.css";
import { Icon } from "./icon.tsx";

export interface FilterOption {
	readonly value: string;
	readonly label: string;
	readonly count?: number;
}

interface FilterChipProps {
	readonly label: string;
	readonly value: string | undefined;
	readonly options: readonly FilterOption[];
	readonly onChange: (value: string | undefined) => void;
}

export function FilterChip({ label, value, options, onChange }: FilterChipProps) {
	const chosen = options.find((option) => option.value === value)?.label ?? value;
	return (
		<span className={value === undefined ? "" : `${classes.chip} ${classes.set}`}>
			<Menu position="bottom-start" width={220}>
				<Menu.Target>
					{value === undefined ? (
						<UnstyledButton className={classes.chip}>
							<Icon name="plus" size={13} />
							{label}
						</UnstyledButton>
					) : (
						<UnstyledButton className="small">
							{label} <b>is {chosen}</b>
						</UnstyledButton>
					)}
				</Menu.Target>
				<Menu.Dropdown>
					{options.length === 0 ? <Menu.Label>No other values here</Menu.Label> : null}
					{options.map((option) => (
						<Menu.Item key={option.value} onClick={() => onChange(option.value)}>
							<span className={classes.option}>
								{option.label}
								{option.count === undefined ? null : <span className="dim num">{countText(option.count)}</span>}
							</span>
						</Menu.Item>
					))}
				</Menu.Dropdown>
			</Menu>
			{value === undefined ? null : <DropButton label={`Drop the filter ${label}`} onClick={() => onChange(undefined)} />}
		</span>
	);
}

interface SetChipProps {
	readonly label: string;
	readonly value: string;
	readonly onDrop: () => void;
}

/** A filter that came with a link: shown, and dropped with its cross. */
export function SetChip({ label, value, onDrop }: SetChipProps) {
	return (
		<span className={`${classes.chip} ${classes.set}`}>
			{label} <b className="mono">is {value}</b>
			<DropButton label={`Drop the filter ${label}`} onClick={onDrop} />
		</span>
	);
}

function DropButton({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
	return (
		<UnstyledButton className={classes.drop} aria-label={label} onClick={onClick}>
			<Icon name="x" size={13} />
		</UnstyledButton>
	);
}

interface SearchFieldProps {
	readonly label: string;
	readonly value: string | undefined;
	readonly onChange: (value: string | undefined) => void;
}

/** Typing never waits for Enter: 200 ms after the last key. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
	const [text, setText] = useState(value ?? "");
	const send = useDebouncedCallback((next: string) => onChange(next === "" ? undefined : next), 200);
	useEffect(() => setText(value ?? ""), [value]);
	return (
		<label className={classes.search}>
			<Icon name="search" size={13} />
			<input
				type="search"
				data-search
				aria-label={label}
				placeholder={label}
				value={text}
				onChange={(event) => {
					setText(event.currentTarget.value);
					send(event.currentTarget.value);
				}}
				onKeyDown={(event) => {
					if (event.key === "Escape") event.currentTarget.blur();
				}}
			/>
		</label>
	);
}
