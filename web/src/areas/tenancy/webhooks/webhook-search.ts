// What the webhooks page keeps in its address, and what its three views get of it.

export interface WebhookSearch {
	readonly view?: string | undefined;
	readonly open?: string | undefined;
	readonly endpoint?: string | undefined;
	readonly connection?: string | undefined;
	readonly state?: string | undefined;
	readonly topic?: string | undefined;
}

export interface WebhookViewProps {
	readonly search: WebhookSearch;
	readonly set: (change: Partial<WebhookSearch>, replace?: boolean) => void;
	readonly zone: string;
}

export const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
