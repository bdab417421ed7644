// All keys, for those who would rather not reach for the mouse.
import { Modal } from "@mantine/core";
import { Key } from "../kit/key.tsx";
import classes from "./help-dialog.module.css";

const keys: readonly (readonly [readonly string[], string])[] = [
	[["J", "K"], "Next and previous row; with an open panel it follows"],
	[["↑", "↓", "←", "→"], "Cell by cell, once the table has focus"],
	[["Enter"], "Open the row"],
	[["Esc"], "Close the panel, then let go of the selection"],
	[["C"], "Chain of custody of the row"],
	[["R"], "Plan a replay of the job"],
	[["A"], "In Approvals: arms Approve, Enter confirms"],
	[["X"], "In Approvals: reject, with a word why"],
	[["C"], "In Approvals: comment"],
	[["Ctrl Enter"], "Save the form"],
	[["Ctrl Shift O"], "Switch company"],
	[["Ctrl K"], "Search or run: actions, pages, any id, saved views"],
	[["/"], "Search this list"],
	[["F"], "Filter by a field and its value"],
	[["Backspace"], "Drop the last filter"],
	[["Space"], "Select the row; with Shift everything from the one before"],
	[["Ctrl A"], "Select the loaded rows; again: everything that matches"],
	[["Ctrl E"], "Export the list"],
	[["Ctrl Z"], "Undo, while it is offered"],
	[["Alt ↓"], "The menu of a column, from its head"],
	[["D"], "Row height"],
	[["["], "Fold the navigation"],
	[["Ctrl C"], "Copy the cell as a plain number or text"],
	[["?"], "This list"],
];

export function HelpDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
	return (
		<Modal opened={opened} onClose={onClose} title="Keys of this page" closeButtonProps={{ "aria-label": "Close" }}>
			<dl className={classes.keys}>
				{keys.map(([caps, words]) => (
					<div key={words}>
						<dt>
							{caps.map((cap) => (
								<Key key={cap}>{cap}</Key>
							))}
						</dt>
						<dd>{words}</dd>
					</div>
				))}
			</dl>
			<p className="dim small">Single letters work while no field has focus.</p>
		</Modal>
	);
}
