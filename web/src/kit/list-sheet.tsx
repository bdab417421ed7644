// Filters and sort of a list on a phone: one field below the other, big enough for a thumb.
import { Drawer, NativeSelect } from "@mantine/core";
import { Button } from "./button.tsx";
import { countText } from "./amount.tsx";
import { type FilterField, filterWords, valuesOf } from "./filter-chips.tsx";
import type { ListSort } from "./list-bar.tsx";
import classes from "./list-sheet.module.css";

interface ListSheetProps {
	readonly opened: boolean;
	readonly onClose: () => void;
	readonly filters: readonly FilterField[];
	readonly sort: ListSort | undefined;
	readonly onClear: (() => void) | undefined;
}

export function ListSheet({ opened, onClose, filters, sort, onClear }: ListSheetProps) {
	const first = sort?.sorts[0];
	return (
		<Drawer
			opened={opened}
			onClose={onClose}
			position="bottom"
			size="auto"
			title="Filter and sort"
			closeButtonProps={{ "aria-label": "Close" }}
			transitionProps={{ duration: 120 }}
		>
			<div className={classes.fields}>
				{filters.map((field) => (
					<NativeSelect
						key={field.id}
						label={field.label}
						value={field.value ?? ""}
						data={[
							{ value: "", label: "Any" },
							// Several were chosen on a wide screen, or came with a link: a choice of one shows them as one.
							...(valuesOf(field).length > 1 ? [{ value: field.value ?? "", label: filterWords(field) }] : []),
							...field.options.map(({ value, label, count }) => ({
								value,
								label: count === undefined ? label : `${label} (${countText(count)})`,
							})),
						]}
						onChange={(event) => field.onChange(event.currentTarget.value === "" ? undefined : event.currentTarget.value)}
					/>
				))}
				{sort === undefined ? null : (
					<>
						<NativeSelect
							label="Sort by"
							value={first?.key ?? ""}
							data={[{ value: "", label: "The list’s own order" }, ...sort.choices.map(({ key, label }) => ({ value: key, label }))]}
							onChange={(event) => {
								const key = event.currentTarget.value;
								sort.onSort(key === "" ? [] : [{ key, direction: first?.direction ?? "asc" }]);
							}}
						/>
						{first === undefined ? null : (
							<NativeSelect
								label="Direction"
								value={first.direction}
								data={[
									{ value: "asc", label: "Ascending" },
									{ value: "desc", label: "Descending" },
								]}
								onChange={(event) => sort.onSort([{ key: first.key, direction: event.currentTarget.value === "desc" ? "desc" : "asc" }])}
							/>
						)}
					</>
				)}
				<div className={classes.end}>
					{onClear === undefined ? null : <Button onClick={onClear}>Clear</Button>}
					<Button tone="primary" className="grow" onClick={onClose}>
						Show the list
					</Button>
				</div>
			</div>
		</Drawer>
	);
}
