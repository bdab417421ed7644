// A key cap, shown on controls that are used often.
import classes from "./key.module.css";

export function Key({ children }: { readonly children: string }) {
	return <kbd className={classes.key}>{children}</kbd>;
}
