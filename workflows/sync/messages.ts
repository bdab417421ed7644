// What a running sync can be told: pause, and go on. Each is refused at once where it makes no sense.
import { defineUpdate } from "@temporalio/workflow";

export interface PauseRequest {
	readonly actorId: string;
}

export const pauseUpdate = defineUpdate<{ readonly status: "paused" }, [PauseRequest]>("pause");
export const resumeUpdate = defineUpdate<{ readonly status: "running" }, [PauseRequest]>("resume");
