// "Filter F": field, then value with its count, in one menu that stays where it is; what is chosen becomes a chip in words.
import { Menu, UnstyledButton } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { type FilterField, FilterValues, filterWords } from "./filter-chips.tsx";
import classes from "./filter-chips.module.css";
import { Icon } from "./icon.tsx";
import { Key } from "./key.tsx";
import { useKeys } from "./use-keys.ts";

export function FilterMenu({ fields }: { readonly fields: readonly FilterField[] }) {
	const [open, setOpen] = useState(false);
	const [fieldId, setFieldId] = useState<string | null>(null);
	const dropdown = useRef<HTMLDivElement>(null);
	const target = useRef<HTMLButtonElement>(null);
	const field = fields.find(({ id }) => id === fieldId);
	const show = (next: boolean): void => {
		setOpen(next);
		setFieldId(null);
	};
	useKeys({
		f: (event) => {
			event.preventDefault();
			show(true);
		},
	});
	// Another step of the menu begins at its first entry.
	useEffect(() => {
		if (!open) return;
		const timer = setTimeout(
			() => dropdown.current?.querySelector<HTMLElement>('[role^="menuitem"]:not([data-back])')?.focus({ preventScroll: true }),
			30,
		);
		return () => clearTimeout(timer);
	}, [open, fieldId]);
	// F opens it from anywhere: closed, it leaves the focus at the filters, from where Tab leads into the list.
	const was = useRef(false);
	useEffect(() => {
		const closed = was.current && !open;
		was.current = open;
		if (!closed) return;
		const timer = setTimeout(() => {
			const now = document.activeElement;
			if (now === null || now === document.body || now.tagName === "MAIN" || dropdown.current?.contains(now) === true)
				target.current?.focus({ preventScroll: true });
		}, 30);
		return () => clearTimeout(timer);
	}, [open]);
	return (
		<Menu opened={open} onChange={show} position="bottom-start" width={250}>
			<Menu.Target>
				<UnstyledButton ref={target} className={classes.chip}>
					<Icon name="filter" size={13} />
					Filter <Key>F</Key>
				</UnstyledButton>
			</Menu.Target>
			<Menu.Dropdown
				ref={dropdown}
				className={classes.values}
				onKeyDown={(event) => {
					const back = event.key === "ArrowLeft" || event.key === "Backspace";
					const into = event.key === "ArrowRight" && field === undefined;
					if (back && field !== undefined) setFieldId(null);
					else if (into && document.activeElement instanceof HTMLElement) document.activeElement.click();
					else return;
					event.preventDefault();
				}}
			>
				{field === undefined ? (
					fields.map((each) => (
						<Menu.Item
							key={each.id}
							closeMenuOnClick={false}
							rightSection={<Icon name="chevron-right" size={14} />}
							onClick={() => setFieldId(each.id)}
						>
							<span className={classes.option}>
								{each.label}
								<span className="dim trunc">{filterWords(each)}</span>
							</span>
						</Menu.Item>
					))
				) : (
					<>
						<Menu.Item
							data-back
							closeMenuOnClick={false}
							leftSection={<Icon name="chevron-left" size={14} />}
							onClick={() => setFieldId(null)}
						>
							<span className="dim">{field.label}</span>
						</Menu.Item>
						<FilterValues field={field} />
					</>
				)}
			</Menu.Dropdown>
		</Menu>
	);
}
