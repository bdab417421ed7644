// Export of a list: what is shown, every column, or the chosen rows, as CSV or as a workbook. Ctrl E opens it.
import { Menu } from "@mantine/core";
import { useEffect, useState } from "react";
import { counted } from "../../kit/amount.tsx";
import { IconButton } from "../../kit/button.tsx";
import { Icon } from "../../kit/icon.tsx";
import { usePageActions } from "../../kit/page-actions.ts";
import type { ColumnLayout } from "../../kit/table/use-column-layout.ts";
import { useMay } from "../session.ts";
import { type ExportAsk, exportList } from "./export-list.ts";

interface ExportButtonProps {
	readonly list: string;
	readonly title: string;
	readonly layout: ColumnLayout;
	readonly filter: object;
	/** Filters as the page says them. */
	readonly words: ExportAsk["words"];
	/** Rows that match, when known. */
	readonly total: number | null;
	/** What narrows the filter to the chosen rows. */
	readonly chosen?: { readonly count: number; readonly filter: object };
	/** Columns that a file lacks. */
	readonly without?: readonly string[];
}

const none: readonly string[] = [];

export function ExportButton({ list, title, layout, filter, words, total, chosen, without = none }: ExportButtonProps) {
	const [open, setOpen] = useState(false);
	const [busy, setBusy] = useState(false);
	const may = useMay("exports.create");
	useEffect(() => {
		const onKey = (event: KeyboardEvent): void => {
			if (event.key.toLowerCase() !== "e" || !(event.metaKey || event.ctrlKey) || event.shiftKey || event.altKey) return;
			event.preventDefault();
			setOpen(true);
		};
		document.addEventListener("keydown", onKey);
		return () => document.removeEventListener("keydown", onKey);
	}, []);
	const columnsOf = (shownOnly: boolean): ExportAsk["columns"] =>
		layout.all
			.filter((column) => !without.includes(column.id) && (column.shown || !shownOnly))
			.map(({ id, title: name }) => ({ id, title: name }));
	const start = async (format: ExportAsk["format"], shownOnly: boolean, narrowed: object): Promise<void> => {
		setBusy(true);
		await exportList({ list, title, format, columns: columnsOf(shownOnly), filter: narrowed, words });
		setBusy(false);
	};
	usePageActions(
		may
			? [
					{ id: "export-xlsx", label: "Export this list as a workbook", icon: "download", run: () => void start("xlsx", true, filter) },
					{ id: "export-csv", label: "Export this list as CSV", icon: "download", run: () => void start("csv", true, filter) },
				]
			: [],
	);
	if (!may) return null;
	const pair = (shownOnly: boolean, narrowed: object) => (
		<>
			<Menu.Item leftSection={<Icon name="table" />} onClick={() => void start("xlsx", shownOnly, narrowed)}>
				Workbook (XLSX)
			</Menu.Item>
			<Menu.Item leftSection={<Icon name="file-code" />} onClick={() => void start("csv", shownOnly, narrowed)}>
				Text (CSV)
			</Menu.Item>
		</>
	);
	const rows = total === null ? "all rows" : counted(total, "row");
	return (
		<Menu opened={open} onChange={setOpen} position="bottom-end" width={260} returnFocus>
			<Menu.Target>
				<IconButton icon="download" label="Export" shortcut="Ctrl E" aria-busy={busy || undefined} className="desk" />
			</Menu.Target>
			<Menu.Dropdown>
				{chosen === undefined || chosen.count === 0 ? null : (
					<>
						<Menu.Label>The {counted(chosen.count, "chosen row")}</Menu.Label>
						{pair(true, { ...filter, ...chosen.filter })}
						<Menu.Divider />
					</>
				)}
				<Menu.Label>What is shown: these columns, {rows}</Menu.Label>
				{pair(true, filter)}
				<Menu.Divider />
				<Menu.Label>Everything: every column, {rows}</Menu.Label>
				{pair(false, filter)}
			</Menu.Dropdown>
		</Menu>
	);
}
