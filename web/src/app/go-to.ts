// Leaving this page on purpose, with a full load. What comes in afterwards, such as the end of the event stream, doesn't lead elsewhere.

let going = false;

export function goTo(address: string): void {
	going = true;
	window.location.assign(address);
}

export const isGoing = (): boolean => going;
