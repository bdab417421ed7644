// Which certificate speaks for which company: NetSuite's "OAuth 2.0 Client Credentials (M2M) Setup" page, as data.
import type { KeyObject } from "node:crypto";

export interface RegisteredClient {
	readonly company: string;
	readonly clientId: string;
	readonly certificateId: string;
	readonly publicKey: KeyObject;
}

export interface ClientRegistry {
	readonly register: (client: RegisteredClient) => void;
	readonly find: (clientId: string, certificateId: string) => RegisteredClient | null;
}

export function clientRegistry(): ClientRegistry {
	const clients = new Map<string, RegisteredClient>();
	const keyOf = (clientId: string, certificateId: string): string => `${clientId}\u001f${certificateId}`;
	return {
		register: (client) => {
			clients.set(keyOf(client.clientId, client.certificateId), client);
		},
		find: (clientId, certificateId) => clients.get(keyOf(clientId, certificateId)) ?? null,
	};
}
