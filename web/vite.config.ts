import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The API serves web/dist; in development Vite serves the page and passes everything else on to it.
const apiPort = process.env.TIEOUT_PORT ?? "4700";
const api = `http://127.0.0.1:${apiPort}`;

export default defineConfig({
	root: import.meta.dirname,
	plugins: [react()],
	// The API replaces it with the nonce of each response's policy.
	html: { cspNonce: "__CSP_NONCE__" },
	build: { outDir: "dist", emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
	worker: { format: "es" },
	server: {
		port: Number(process.env.TIEOUT_WEB_PORT ?? "5173"),
		proxy: { "/trpc": api, "/events": api, "/files/upload": api, "/files/sample.csv": api },
	},
});
