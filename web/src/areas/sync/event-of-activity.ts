// Which event of a history a person means by "the event that fetched it": the activity's completion, else its start or schedule.

interface EventFacts {
	readonly eventId: string;
	readonly type: string;
	readonly activityId: string | null;
}

const rank = (type: string): number => {
	const plain = type.toUpperCase().replaceAll("_", "");
	if (plain.includes("ACTIVITYTASKCOMPLETED")) return 3;
	if (plain.includes("ACTIVITYTASKSTARTED")) return 1;
	return plain.includes("ACTIVITYTASK") ? 2 : 0;
};

export function eventOfActivity(events: readonly EventFacts[], activityId: string): string | null {
	const own = events.filter((event) => event.activityId === activityId);
	return own.toSorted((a, b) => rank(b.type) - rank(a.type))[0]?.eventId ?? null;
}
