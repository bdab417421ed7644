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

export interface FilterField {
	readonly id: string;
	readonly label: string;
	/** "charge", or "charge,refund" where several are allowed. */
	readonly value: string | undefined;
	readonly options: readonly FilterOption[];
	/** Any of several values. */
	readonly several?: boolean;
	readonly onChange: (value: string | undefined) => void;
}

export const valuesOf = (field: Pick<FilterField, "value">): readonly string[] =>
	field.value === undefined || field.value === "" ? [] : field.value.split(",");

/** A click on a value: it alone, or one more of several, or gone again. */
export function chooseValue(field: Pick<FilterField, "value" | "several">, value: string): string | undefined {
	const now = valuesOf(field);
	if (field.several !== true) return now.includes(value) ? undefined : value;
	const next = now.includes(value) ? now.filter((each) => each !== value) : [...now, value];
	return next.length === 0 ? undefined : next.join(",");
}

/** "charge or refund". */
export const filterWords = (field: FilterField): string =>
	valuesOf(field)
		.map((value) => field.options.find((option) => option.value === value)?.label ?? value)
		.join(" or ");

/** A field's values with their counts. */
export function FilterValues({ field }: { readonly field: FilterField }) {
	const chosen = valuesOf(field);
	return (
		<>
			{field.options.length === 0 ? <Menu.Label>No other values here</Menu.Label> : null}
			{field.options.map((option) => (
				<Menu.CheckboxItem
					key={option.value}
					checked={chosen.includes(option.value)}
					closeMenuOnClick={field.several !== true}
					checkIcon={<Icon name="check" size={14} />}
					onChange={() => field.onChange(chooseValue(field, option.value))}
				>
					<span className={classes.option}>
						{option.label}
						{option.count === undefined ? null : <span className="dim num">{countText(option.count)}</span>}
					</span>
				</Menu.CheckboxItem>
			))}
		</>
	);
}

interface FilterChipProps {
	readonly label: string;
	readonly value: string | undefined;
	readonly options: readonly FilterOption[];
	readonly several?: boolean;
	readonly onChange: (value: string | undefined) => void;
}

export function FilterChip(props: FilterChipProps) {
	const { label, value, onChange } = props;
	const field = { ...props, id: label };
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
							{label} <b>is {filterWords(field)}</b>
						</UnstyledButton>
					)}
				</Menu.Target>
				<Menu.Dropdown>
					<FilterValues field={field} />
				</Menu.Dropdown>
			</Menu>
			{value === undefined ? null : <DropButton label={`Drop the filter ${label}`} onClick={() => onChange(undefined)} />}
		</span>
	);
}

interface SetChipProps {
	readonly label: string;
	readonly value: string;
	readonly verb?: string;
	/** Words rather than an id. */
	readonly plain?: boolean;
	readonly onDrop: () => void;
}

/** A filter that came with a link: shown, and dropped with its cross. */
export function SetChip({ label, value, verb = "is", plain = false, onDrop }: SetChipProps) {
	return (
		<span className={`${classes.chip} ${classes.set}`}>
			{label}{" "}
			<b className={plain ? undefined : "mono"}>
				{verb} {value}
			</b>
			<DropButton
				label={verb === "is" ? `Drop the filter ${label}` : `No longer ${label.toLowerCase()} ${verb} ${value}`}
				onClick={onDrop}
			/>
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
