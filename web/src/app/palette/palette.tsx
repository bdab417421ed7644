// Ctrl K: one box for doing, going and finding. Keyboard only: arrows, Enter, Esc.
import { Modal } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";
import { Icon } from "../../kit/icon.tsx";
import { Key } from "../../kit/key.tsx";
import { useMe } from "../session.ts";
import classes from "./palette.module.css";
import type { PaletteItem } from "./palette-items.ts";
import { keepRecent } from "./recent-items.ts";
import { usePaletteGroups } from "./use-palette-groups.ts";

export function Palette({ onClose }: { readonly onClose: () => void }) {
	return (
		<Modal
			opened
			onClose={onClose}
			withCloseButton={false}
			centered={false}
			size={620}
			padding={0}
			yOffset="10vh"
			title="Search or run"
			classNames={{ header: classes.unseen }}
			transitionProps={{ duration: 0 }}
		>
			<PaletteBody onClose={onClose} />
		</Modal>
	);
}

function PaletteBody({ onClose }: { readonly onClose: () => void }) {
	const [text, setText] = useState("");
	const [active, setActive] = useState(0);
	const { groups, looking } = usePaletteGroups(text);
	const { tenant } = useMe();
	const { history } = useRouter();
	const listId = useId();
	const list = useRef<HTMLDivElement>(null);
	const items = groups.flatMap((group) => group.items);
	const at = Math.min(active, items.length - 1);
	const current = items[at];
	useEffect(() => {
		list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
	}, [at, text]);
	const choose = (item: PaletteItem | undefined): void => {
		if (item === undefined || item.why) return;
		keepRecent(tenant.tenantId, item);
		onClose();
		if (typeof item.to === "string") history.push(item.to);
		else item.to();
	};
	const onKeyDown = (event: React.KeyboardEvent): void => {
		const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
		if (step !== undefined) setActive(Math.max(0, Math.min(items.length - 1, at + step)));
		else if (event.key === "Enter") choose(current);
		else return;
		event.preventDefault();
	};
	let place = 0;
	return (
		<>
			<div className={classes.field}>
				<Icon name="search" />
				<input
					data-autofocus
					role="combobox"
					aria-expanded
					aria-controls={listId}
					aria-activedescendant={current === undefined ? undefined : `${listId}-${at}`}
					aria-label="Search or run: an action, a page, any id, a saved view"
					placeholder="An action, a page, any id, a saved view"
					value={text}
					maxLength={200}
					onChange={(event) => {
						setText(event.currentTarget.value);
						setActive(0);
					}}
					onKeyDown={onKeyDown}
				/>
				<Key>Esc</Key>
			</div>
			<div className={classes.list} id={listId} role="listbox" aria-label="Results" ref={list}>
				{groups.map((group) => (
					<div key={group.title} role="group" aria-label={group.title}>
						<div className={classes.title} aria-hidden="true">
							{group.title}
						</div>
						{group.items.map((item) => {
							const index = place++;
							return (
								<div
									key={item.key}
									id={`${listId}-${index}`}
									role="option"
									aria-selected={index === at}
									aria-disabled={item.why ? true : undefined}
									className={classes.item}
									onMouseMove={() => setActive(index)}
									onClick={() => choose(item)}
								>
									<Icon name={item.icon} />
									<span className="trunc">{item.label}</span>
									<span className={`${classes.detail} trunc`}>{item.why ?? item.detail}</span>
									{item.shortcut === undefined ? null : <Key>{item.shortcut}</Key>}
								</div>
							);
						})}
					</div>
				))}
			</div>
			<div className={classes.foot} role="status">
				{items.length > 0
					? looking
						? "Looking for records…"
						: "Any id pasted here finds the record, the jobs that touched it, its match and its exception."
					: looking
						? "Looking…"
						: "Nothing begins with this. Ids are searched from their beginning, as the source writes them."}
			</div>
		</>
	);
}
