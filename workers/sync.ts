// The worker process of the queue `sync`: calls vendors.
import { runChild } from "../platform/run-child.ts";
import { runQueues } from "./run-queues.ts";

await runChild(() => runQueues(["sync"]));
