// One event stream for all tabs of this browser: six connections per host is all HTTP/1.1 gives.
import { openStream, type StreamMessage } from "./events-protocol.ts";

interface SharedWorkerScope {
	addEventListener(type: "connect", listener: (event: MessageEvent) => void): void;
}

const ports = new Set<MessagePort>();
let end: (() => void) | null = null;
let last: StreamMessage = { kind: "lost" };

const tellAll = (message: StreamMessage): void => {
	if (message.kind === "open" || message.kind === "lost") last = message;
	if (message.kind === "closed") end = null;
	for (const port of ports) port.postMessage(message);
};

(self as unknown as SharedWorkerScope).addEventListener("connect", (event) => {
	const port = event.ports[0];
	if (port === undefined) return;
	ports.add(port);
	port.addEventListener("message", (message: MessageEvent<"leave">) => {
		if (message.data === "leave") ports.delete(port);
		if (ports.size === 0) {
			end?.();
			end = null;
		}
	});
	port.start();
	if (end === null) end = openStream(tellAll);
	else port.postMessage(last);
});
