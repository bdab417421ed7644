// What can be done with a column: every entry is also the way for those who don't drag.
import { Menu } from "@mantine/core";
import { Icon } from "../icon.tsx";
import type { HeadCellProps } from "./head-cell.tsx";
import { type SortState, writeSort } from "./sort-state.ts";
import type { ColumnLayout } from "./use-column-layout.ts";

interface HeadMenuProps extends HeadCellProps {
	readonly layout: ColumnLayout;
	readonly sortKey: string | undefined;
	readonly direction: SortState["direction"] | null;
	readonly width: () => number;
}

export function HeadMenu({ id, title, sort, sorts, onSort, layout, sortKey, direction, width, fit, onCopyColumn }: HeadMenuProps) {
	const at = layout.shown.findIndex((column) => column.id === id);
	const pinned = layout.shown[at]?.pinned === true;
	const by = (way: SortState["direction"]): void => {
		if (sortKey !== undefined) onSort?.([{ key: sortKey, direction: way }]);
	};
	const addable = sortKey !== undefined && sorts > 1 && sort.length > 0 && sort.length < sorts && direction === null;
	return (
		<Menu.Dropdown>
			<Menu.Label>{title}</Menu.Label>
			{sortKey === undefined ? null : (
				<>
					<Menu.Item leftSection={<Icon name="arrow-up" />} onClick={() => by("asc")}>
						Sort ascending
					</Menu.Item>
					<Menu.Item leftSection={<Icon name="arrow-down" />} onClick={() => by("desc")}>
						Sort descending
					</Menu.Item>
				</>
			)}
			{addable && sortKey !== undefined ? (
				<Menu.Item leftSection={<Icon name="arrows-sort" />} onClick={() => onSort?.([...sort, { key: sortKey, direction: "asc" }])}>
					Then by this (⇧ click)
				</Menu.Item>
			) : null}
			{direction !== null && writeSort(sort) !== undefined ? (
				<Menu.Item leftSection={<Icon name="x" />} onClick={() => onSort?.(sort.filter((each) => each.key !== sortKey))}>
					Don’t sort by this
				</Menu.Item>
			) : null}
			{sortKey === undefined ? null : <Menu.Divider />}
			<Menu.Item leftSection={<Icon name="pin" />} onClick={() => layout.pin(id, pinned ? null : width())}>
				{pinned ? "Let go of the left edge" : "Hold at the left edge"}
			</Menu.Item>
			<Menu.Item leftSection={<Icon name="arrow-left" />} disabled={at <= 0} onClick={() => layout.move(id, at - 1)}>
				Move left
			</Menu.Item>
			<Menu.Item leftSection={<Icon name="arrow-right" />} disabled={at >= layout.shown.length - 1} onClick={() => layout.move(id, at + 1)}>
				Move right
			</Menu.Item>
			<Menu.Item leftSection={<Icon name="arrows-horizontal" />} onClick={() => layout.resize(id, fit())}>
				Fit to its cells
			</Menu.Item>
			<Menu.Divider />
			<Menu.Item leftSection={<Icon name="copy" />} onClick={onCopyColumn}>
				Copy the loaded cells
			</Menu.Item>
			<Menu.Item leftSection={<Icon name="eye-off" />} disabled={layout.shown.length < 2} onClick={() => layout.show(id, false)}>
				Hide
			</Menu.Item>
		</Menu.Dropdown>
	);
}
