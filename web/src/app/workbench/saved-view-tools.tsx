// Beside the tabs: saves what the page shows under a name, and what to do with the view that is open.
import { Menu, Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import { Button, IconButton } from "../../kit/button.tsx";
import { Icon } from "../../kit/icon.tsx";
import type { SavedViews } from "./use-saved-views.ts";
import classes from "./saved-view-tools.module.css";

type Asking = "save" | "rename" | null;

export function SavedViewTools({ saved }: { readonly saved: SavedViews }) {
	const { current, changed } = saved;
	const [asking, setAsking] = useState<Asking>(null);
	return (
		<span className={`${classes.tools} desk`}>
			{current === undefined || !changed ? null : (
				<>
					{current.own ? (
						<Button size="small" tone="quiet" onClick={saved.save}>
							Save
						</Button>
					) : null}
					<Button size="small" tone="quiet" onClick={saved.reset}>
						Reset
					</Button>
				</>
			)}
			<Button size="small" tone="quiet" icon="plus" onClick={() => setAsking("save")}>
				{current === undefined ? "Save this view" : "Save as"}
			</Button>
			{current?.own === true ? (
				<Menu position="bottom-end" width={220}>
					<Menu.Target>
						<IconButton icon="dots" label={`The view ${current.name}`} />
					</Menu.Target>
					<Menu.Dropdown>
						<Menu.Item leftSection={<Icon name="pencil" />} onClick={() => setAsking("rename")}>
							Rename
						</Menu.Item>
						<Menu.Item leftSection={<Icon name="users" />} onClick={() => saved.share(current, !current.shared)}>
							{current.shared ? "Make it private" : "Share with the company"}
						</Menu.Item>
						<Menu.Item leftSection={<Icon name="trash" />} onClick={() => saved.remove(current)}>
							Delete
						</Menu.Item>
					</Menu.Dropdown>
				</Menu>
			) : null}
			{asking === null ? null : <NameDialog asking={asking} saved={saved} onClose={() => setAsking(null)} />}
		</span>
	);
}

interface NameDialogProps {
	readonly asking: "save" | "rename";
	readonly saved: SavedViews;
	readonly onClose: () => void;
}

function NameDialog({ asking, saved, onClose }: NameDialogProps) {
	const [name, setName] = useState(asking === "rename" ? (saved.current?.name ?? "") : "");
	const [shared, setShared] = useState(false);
	const [error, setError] = useState<string | null>(null);
	const submit = async (): Promise<void> => {
		if (name.trim() === "") return setError("Give the view a name.");
		if (asking === "rename" && saved.current !== undefined) saved.rename(saved.current, name);
		else await saved.saveAs(name, shared);
		onClose();
	};
	return (
		<Modal
			opened
			onClose={onClose}
			title={asking === "rename" ? "Rename the view" : "Save this view"}
			closeButtonProps={{ "aria-label": "Close" }}
		>
			<form
				className={classes.form}
				onSubmit={(event) => {
					event.preventDefault();
					void submit().catch(() => setError("The view could not be saved. Try again."));
				}}
			>
				<TextInput
					data-autofocus
					label="Name"
					value={name}
					maxLength={60}
					error={error}
					onChange={(event) => setName(event.currentTarget.value)}
					onBlur={() => setError(null)}
				/>
				{asking === "save" ? (
					<label className={classes.check}>
						<input type="checkbox" checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />
						Share with the company. Filters, sort and columns are shared; each person sees only what their role may see.
					</label>
				) : null}
				<Button type="submit" tone="primary">
					{asking === "rename" ? "Rename the view" : "Save the view"}
				</Button>
			</form>
		</Modal>
	);
}
