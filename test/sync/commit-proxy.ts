// A TCP proxy between a worker and PostgreSQL that can lose the reply of a commit: the server has committed, the client will
// never hear of it. Nothing else is touched.
import { createServer, connect as dial, type Socket } from "node:net";

export interface CommitProxy {
	readonly port: number;
	/** Cuts the connection behind the n-th commit from now of a transaction that wrote to `pages`. */
	readonly cutAfter: (commits: number) => void;
	readonly cuts: () => number;
	readonly close: () => Promise<void>;
}

const isCommit = (bytes: Buffer): boolean => /\bcommit\b/i.test(bytes.toString("latin1"));
// The command tag with which the server says that it has committed.
const hasCommitted = (bytes: Buffer): boolean => bytes.includes("COMMIT\0");
const writesPage = (bytes: Buffer): boolean => bytes.includes("insert into pages");

export async function commitProxy(host: string, port: number): Promise<CommitProxy> {
	let left = 0;
	let cuts = 0;
	const sockets = new Set<Socket>();
	const server = createServer((client) => {
		const database = dial(port, host);
		let wrotePage = false;
		let cutting = false;
		sockets.add(client).add(database);
		const end = (): void => {
			client.destroy();
			database.destroy();
			sockets.delete(client);
			sockets.delete(database);
		};
		client.on("data", (bytes) => {
			wrotePage ||= writesPage(bytes);
			if (isCommit(bytes)) {
				if (wrotePage && left > 0) {
					left--;
					cutting = left === 0;
				}
				wrotePage = false;
			}
			database.write(bytes);
		});
		database.on("data", (bytes) => {
			if (!cutting) client.write(bytes);
			else if (hasCommitted(bytes)) {
				cuts++;
				end();
			}
		});
		for (const socket of [client, database]) {
			socket.on("error", end);
			socket.on("close", end);
		}
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("the proxy has no port");
	return {
		port: address.port,
		cutAfter: (commits) => {
			left = commits;
		},
		cuts: () => cuts,
		close: () =>
			new Promise((resolve) => {
				for (const socket of sockets) socket.destroy();
				server.close(() => resolve());
			}),
	};
}
