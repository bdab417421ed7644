import { Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import { Icon } from "../kit/icon.tsx";
import classes from "./shell.module.css";

const next = { auto: "light", light: "dark", dark: "auto" } as const;
const words = { auto: "as the system", light: "light", dark: "dark" } as const;

export function SchemeButton() {
	const { colorScheme, setColorScheme } = useMantineColorScheme();
	return (
		<UnstyledButton
			className={classes.item}
			onClick={() => setColorScheme(next[colorScheme])}
			title={`Theme: ${words[colorScheme]}. Click for ${words[next[colorScheme]]}.`}
		>
			<Icon name="contrast" />
			<span className={classes.label}>Theme</span>
			<span className={classes.end}>{words[colorScheme]}</span>
		</UnstyledButton>
	);
}

/** The same in a menu. */
export function SchemeItem() {
	const { colorScheme, setColorScheme } = useMantineColorScheme();
	return (
		<Menu.Item leftSection={<Icon name="contrast" />} closeMenuOnClick={false} onClick={() => setColorScheme(next[colorScheme])}>
			Theme: {words[colorScheme]}
		</Menu.Item>
	);
}
