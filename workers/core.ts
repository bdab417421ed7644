// The worker process of the queue `core`: looks after the jobs themselves.
import { runChild } from "../platform/run-child.ts";
import { runQueues } from "./run-queues.ts";

await runChild(() => runQueues(["core"]));
