// "Filter F": field, then value with its count; what is chosen becomes a chip in words.
import { Menu, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import { type FilterField, FilterValues } from "./filter-chips.tsx";
import classes from "./filter-chips.module.css";
import { Icon } from "./icon.tsx";
import { Key } from "./key.tsx";
import { useKeys } from "./use-keys.ts";

export function FilterMenu({ fields }: { readonly fields: readonly FilterField[] }) {
	const [open, setOpen] = useState(false);
	useKeys({
		f: (event) => {
			event.preventDefault();
			setOpen(true);
		},
	});
	return (
		<Menu opened={open} onChange={setOpen} position="bottom-start" width={220} returnFocus>
			<Menu.Target>
				<UnstyledButton className={classes.chip}>
					<Icon name="filter" size={13} />
					Filter <Key>F</Key>
				</UnstyledButton>
			</Menu.Target>
			<Menu.Dropdown>
				{fields.map((field) => (
					<Menu.Sub key={field.id}>
						<Menu.Sub.Target>
							<Menu.Sub.Item>{field.label}</Menu.Sub.Item>
						</Menu.Sub.Target>
						<Menu.Sub.Dropdown className={classes.values}>
							<FilterValues field={field} />
						</Menu.Sub.Dropdown>
					</Menu.Sub>
				))}
			</Menu.Dropdown>
		</Menu>
	);
}
