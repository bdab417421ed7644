// The present for pages that show ages and running bars; it moves once a second only while someone watches.
import { useEffect, useState } from "react";

export function useNow(stepMs = 30_000): string {
	const [now, setNow] = useState(() => new Date().toISOString());
	useEffect(() => {
		const timer = setInterval(() => setNow(new Date().toISOString()), stepMs);
		return () => clearInterval(timer);
	}, [stepMs]);
	return now;
}
