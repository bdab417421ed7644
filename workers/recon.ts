// The worker process of the queue `recon`: computes reconciliations.
import { runChild } from "../platform/run-child.ts";
import { runQueues } from "./run-queues.ts";

await runChild(() => runQueues(["recon"]));
