// The notice at the foot of the page; it takes its own space, so that it covers no row.
import { useEffect } from "react";
import { Button, buttonClass, IconButton } from "./button.tsx";
import classes from "./notice-foot.module.css";
import { dismissNotice, useNotice } from "./notices.ts";

export function NoticeFoot() {
	const notice = useNotice();
	useEffect(() => {
		const onKey = (event: KeyboardEvent): void => {
			const typing = event.target instanceof HTMLElement && event.target.closest("input,textarea,select,[contenteditable]") !== null;
			if (typing || event.key.toLowerCase() !== "z" || !(event.metaKey || event.ctrlKey) || event.shiftKey) return;
			if (notice?.undo !== true || notice.action === undefined || !("onClick" in notice.action)) return;
			event.preventDefault();
			notice.action.onClick();
		};
		document.addEventListener("keydown", onKey);
		return () => document.removeEventListener("keydown", onKey);
	}, [notice]);
	const action = notice?.action;
	return (
		<div role="status" className={notice === null ? undefined : classes.foot}>
			{notice === null ? null : (
				<>
					<span className="grow">{notice.sentence}</span>
					{action === undefined ? null : "href" in action ? (
						<a className={buttonClass({ size: "small" })} href={action.href} download>
							{action.label}
						</a>
					) : (
						<Button size="small" shortcut={notice.undo === true ? "Ctrl Z" : undefined} onClick={action.onClick}>
							{action.label}
						</Button>
					)}
					<IconButton icon="x" label="Close this notice" onClick={dismissNotice} />
				</>
			)}
		</div>
	);
}
