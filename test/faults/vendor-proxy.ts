// Stands between Tieout and its vendors on the network: passes bytes on, and cuts every line when it is told to.
import { connect, createServer, type Server, type Socket } from "node:net";

export interface VendorProxy {
	/** "http://127.0.0.1:5004" */
	readonly url: string;
	/** Ends every connection and refuses new ones until `mend`. */
	readonly cut: () => void;
	readonly mend: () => void;
	readonly close: () => Promise<void>;
}

export async function vendorProxy(port: number, targetPort: number): Promise<VendorProxy> {
	const open = new Set<Socket>();
	let whole = true;
	const server: Server = createServer((client) => {
		if (!whole) {
			client.destroy();
			return;
		}
		const vendor = connect(targetPort, "127.0.0.1");
		for (const [from, to] of [
			[client, vendor],
			[vendor, client],
		] as const) {
			open.add(from);
			from.on("error", () => to.destroy());
			from.on("close", () => {
				open.delete(from);
				to.destroy();
			});
			from.pipe(to);
		}
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, "127.0.0.1", resolve);
	});
	const cut = (): void => {
		whole = false;
		for (const socket of open) socket.destroy();
	};
	return {
		url: `http://127.0.0.1:${port}`,
		cut,
		mend: () => {
			whole = true;
		},
		close: () => {
			cut();
			return new Promise((resolve) => {
				server.close(() => resolve());
			});
		},
	};
}
