// Mantine's variables pointed at our tokens, so that no component brings a colour of its own.
import { type CSSVariablesResolver, createTheme } from "@mantine/core";

export const theme = createTheme({
	fontFamily: "var(--font)",
	fontFamilyMonospace: "var(--mono)",
	fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
	lineHeights: { xs: "16px", sm: "20px", md: "20px", lg: "24px", xl: "28px" },
	spacing: { xs: "4px", sm: "8px", md: "12px", lg: "16px", xl: "24px" },
	radius: { xs: "4px", sm: "5px", md: "6px", lg: "8px", xl: "10px" },
	defaultRadius: "md",
	cursorType: "pointer",
	respectReducedMotion: true,
	components: {
		Tooltip: { defaultProps: { openDelay: 400, withArrow: false } },
		Modal: { defaultProps: { radius: "xl", centered: true, transitionProps: { duration: 120 } } },
		Menu: {
			defaultProps: {
				shadow: "menu",
				transitionProps: { duration: 120 },
				withInitialFocusPlaceholder: false,
				// A landmark of web/index.html: what lies beside all landmarks is not found by those who go from one to the next.
				portalProps: { target: "#menus" },
			},
		},
	},
});

const shared = {
	"--mantine-color-body": "var(--surface)",
	"--mantine-color-text": "var(--text)",
	"--mantine-color-bright": "var(--text)",
	"--mantine-color-dimmed": "var(--text-3)",
	"--mantine-color-placeholder": "var(--text-3)",
	"--mantine-color-error": "var(--fail)",
	"--mantine-color-anchor": "var(--accent-text)",
	"--mantine-color-default": "var(--surface)",
	"--mantine-color-default-hover": "var(--hover)",
	"--mantine-color-default-color": "var(--text)",
	"--mantine-color-default-border": "var(--line-strong)",
	"--mantine-color-disabled": "var(--sunken)",
	"--mantine-color-disabled-color": "var(--text-3)",
	"--mantine-primary-color-filled": "var(--accent)",
	"--mantine-primary-color-filled-hover": "var(--accent-hover)",
	"--mantine-primary-color-light": "var(--accent-soft)",
	"--mantine-primary-color-light-color": "var(--accent-text)",
	"--mantine-shadow-menu": "var(--shadow-menu)",
	"--mantine-color-blue-filled": "var(--focus)",
};

export const cssVariablesResolver: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
