// A job that has not closed: it can be cancelled and its page is live.
export const isOpen = (status: string): boolean => status === "requested" || status === "running" || status === "waiting";
