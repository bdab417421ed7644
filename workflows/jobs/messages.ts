// What a job that asks a person can be told: the answer. It is refused at once where it can't be taken.
import { defineUpdate } from "@temporalio/workflow";
import type { DecisionAnswer, DecisionStatus } from "../../domain/jobs/decision.ts";

export const decideUpdate = defineUpdate<{ readonly status: DecisionStatus }, [DecisionAnswer]>("decide");
