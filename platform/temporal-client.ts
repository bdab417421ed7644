// The connection to Temporal for those who start, ask and cancel workflows (API, activities, tests).
import { Client, Connection } from "@temporalio/client";
import { type JobRoutes, jobRoutes, namespace as configured } from "../temporal.config.ts";
import type { Keys } from "./keys.ts";
import { createDataConverter } from "./payload-codec.ts";

export interface TemporalClient {
	readonly client: Client;
	/** Which workflow and queue does a job of each kind; tests give their own. */
	readonly routes: JobRoutes;
	readonly close: () => Promise<void>;
}

export interface TemporalClientOptions {
	readonly address: string;
	readonly keys: Keys;
	readonly routes?: JobRoutes;
	/** Tests have one of their own each. */
	readonly namespace?: string;
}

/** Connects on first use, so that a Temporal server that is down doesn't keep the API from starting. */
export function openTemporalClient({ address, keys, routes = jobRoutes, namespace = configured }: TemporalClientOptions): TemporalClient {
	const connection = Connection.lazy({ address, connectTimeout: "5 seconds" });
	const client = new Client({ connection, namespace, dataConverter: createDataConverter(keys) });
	return { client, routes, close: () => connection.close() };
}
