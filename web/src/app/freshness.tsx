// "Live, updated 1 s ago", or since when the page is no longer live.
import { ageText, clockText } from "../kit/time-text.ts";
import { useLive } from "./events.ts";
import { useNow } from "./now.ts";
import { useZone } from "./session.ts";

export function Freshness() {
	const live = useLive();
	const zone = useZone();
	const now = Date.parse(useNow(5000));
	const seconds = Math.max(1, Math.round((now - live.at) / 1000));
	if (!live.live) return <span>as of {clockText(new Date(live.at).toISOString(), zone)}, reconnecting</span>;
	return <span>Live · updated {seconds < 60 ? `${seconds} s` : ageText(now - live.at)} ago</span>;
}
