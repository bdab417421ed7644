// Styles come first: a component's own rules must stand after Mantine's.
import "./kit/mantine.css";
import "./kit/fonts.css";
import "./kit/tokens.css";
import "./kit/base.css";
import "./kit/mantine-over.css";
import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./app/api-client.ts";
import { router } from "./app/router.tsx";
import { cssVariablesResolver, theme } from "./kit/theme.ts";

const root = document.querySelector("#root");
if (root === null) throw new Error("index.html has no #root");

const schemeManager = localStorageColorSchemeManager({ key: "tieout-scheme" });

declare global {
	var __webpack_nonce__: string | undefined;
}

// The API writes the nonce of the response's own policy into the page.
const styleNonce = (): string => document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";

// Under this name the scroll lock of Mantine's dialogs looks for it.
globalThis.__webpack_nonce__ = styleNonce();

createRoot(root).render(
	<StrictMode>
		<MantineProvider
			theme={theme}
			cssVariablesResolver={cssVariablesResolver}
			colorSchemeManager={schemeManager}
			defaultColorScheme="auto"
			getStyleNonce={styleNonce}
			withGlobalClasses={false}
		>
			<QueryClientProvider client={queryClient}>
				<RouterProvider router={router} />
			</QueryClientProvider>
		</MantineProvider>
	</StrictMode>,
);
