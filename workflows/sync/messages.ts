// What a running sync can be told: pause, go on, and the answer to what it asks. Each is refused at once where it makes no sense.
import { defineUpdate } from "@temporalio/workflow";
import type { DecisionAnswer, DecisionStatus } from "../../domain/jobs/decision.ts";

export interface PauseRequest {
	readonly actorId: string;
}

export const pauseUpdate = defineUpdate<{ readonly status: "paused" }, [PauseRequest]>("pause");
export const resumeUpdate = defineUpdate<{ readonly status: "running" }, [PauseRequest]>("resume");
export const decideUpdate = defineUpdate<{ readonly status: DecisionStatus }, [DecisionAnswer]>("decide");
