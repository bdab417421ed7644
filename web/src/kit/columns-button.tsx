// Which columns are shown, and in which order: boxes and arrows, for those who don't drag.
import { Popover, UnstyledButton } from "@mantine/core";
import classes from "./columns-button.module.css";
import { Button, buttonClass, IconButton } from "./button.tsx";
import { Icon } from "./icon.tsx";
import type { ColumnLayout } from "./table/use-column-layout.ts";

export function ColumnsButton({ layout }: { readonly layout: ColumnLayout }) {
	const shown = layout.all.filter((column) => column.shown).length;
	return (
		<Popover position="bottom-end" width={290} trapFocus returnFocus>
			<Popover.Target>
				<UnstyledButton className={`${buttonClass({ tone: "quiet", size: "small" })} desk`}>
					<Icon name="columns" />
					<span className="num">
						{shown} of {layout.all.length}
					</span>
					<span className="vh">columns shown</span>
				</UnstyledButton>
			</Popover.Target>
			<Popover.Dropdown>
				<ul className={classes.list} aria-label="Columns">
					{layout.all.map((column, index) => (
						<li key={column.id} className={classes.row}>
							<label className="row grow">
								<input
									type="checkbox"
									checked={column.shown}
									disabled={column.shown && shown === 1}
									onChange={(event) => layout.show(column.id, event.currentTarget.checked)}
								/>
								<span className="trunc">{column.title}</span>
							</label>
							{column.shown ? (
								<>
									<IconButton
										icon="arrow-up"
										label={`${column.title}: one place earlier`}
										disabled={index === 0}
										onClick={() => layout.move(column.id, index - 1)}
									/>
									<IconButton
										icon="arrow-down"
										label={`${column.title}: one place later`}
										disabled={index >= shown - 1}
										onClick={() => layout.move(column.id, index + 1)}
									/>
								</>
							) : null}
						</li>
					))}
				</ul>
				<div className={classes.end}>
					<Button size="small" tone="quiet" disabled={layout.isOwn} onClick={layout.reset}>
						As they were
					</Button>
				</div>
			</Popover.Dropdown>
		</Popover>
	);
}
