import { Icon } from "../../kit/icon.tsx";
import type { IconName } from "../../kit/icon-paths.ts";
import classes from "./vendor-mark.module.css";

const icons: Readonly<Record<string, IconName>> = { stripe: "stripe", netsuite: "building", files: "building-bank" };

/** A vendor's plain outline in a 24 px box. */
export function VendorMark({ vendor }: { readonly vendor: string }) {
	return (
		<span className={classes.mark}>
			<Icon name={icons[vendor] ?? "database"} />
		</span>
	);
}
