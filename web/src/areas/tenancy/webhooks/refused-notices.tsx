// What was refused lately, connection by connection: nothing of it is kept, so the why and the way out are all that can be said.
import { Link } from "@tanstack/react-router";
import { hookRefusalWords } from "../../../../../domain/sync/hook-refusal.ts";
import { counted } from "../../../kit/amount.tsx";
import { NoticeBar } from "../../../kit/states.tsx";
import { momentText } from "../../../kit/time-text.ts";
import { HookSecretLink } from "../../sync/hook-secret-link.tsx";
import type { WebhookSource } from "./webhook-words.ts";

const lately = 24 * 3_600_000;

interface RefusedNoticesProps {
	readonly sources: readonly WebhookSource[];
	readonly zone: string;
	readonly now: string;
}

export function RefusedNotices({ sources, zone, now }: RefusedNoticesProps) {
	const refused = sources.flatMap((source) =>
		source.refused.filter(({ lastAt }) => Date.parse(now) - Date.parse(lastAt) < lately).map((refusal) => ({ source, refusal })),
	);
	return refused.map(({ source, refusal: { reason, times, lastAt } }) => (
		<NoticeBar key={`${source.connectionId} ${reason}`} tone="wait">
			<span>
				<Link to="/connections" search={{ open: source.connectionId }}>
					{source.name}
				</Link>
				: {counted(times, "webhook was", "webhooks were")} refused in the last 30 days, the last at {momentText(lastAt, zone, now)}, because{" "}
				{hookRefusalWords[reason].why}. {hookRefusalWords[reason].next}
				{hookRefusalWords[reason].bySecret ? (
					<>
						{" "}
						<HookSecretLink connectionId={source.connectionId} name={source.name} />
					</>
				) : null}
			</span>
		</NoticeBar>
	));
}
