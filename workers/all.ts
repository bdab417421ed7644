// One worker process for every queue: what `npm run up` forks.
import { runChild } from "../platform/run-child.ts";
import { taskQueues } from "../temporal.config.ts";
import { runQueues } from "./run-queues.ts";

await runChild(() => runQueues(taskQueues));
