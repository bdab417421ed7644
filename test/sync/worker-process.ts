// A worker of the sync queue in a process of its own, so that a test can kill it: the pieces of workers/sync.ts on the test's
// namespace and queue. Started by kill.flow.test.ts with IPC; says "ready" when it polls.
import { flushCompileCache } from "node:module";
import { NativeConnection } from "@temporalio/worker";
import { readConfig } from "../../platform/config.ts";
import { createLog } from "../../platform/log.ts";
import { openTemporalClient } from "../../platform/temporal-client.ts";
import { composeDeps, createWorker } from "../../workers/compose.ts";
import { installRuntime } from "../../workers/runtime.ts";
import { routesOn } from "../support/routes-on.ts";

// Sandboxes of tests answer on this machine.
const config = readConfig({ TIEOUT_ALLOW_PRIVATE_ADDRESSES: "127.0.0.1", ...process.env });
const { TEST_NAMESPACE: namespace = "", TEST_QUEUE: taskQueue = "", TEST_BUNDLE: codePath = "" } = process.env;
const log = createLog({ name: "worker", level: config.logLevel });
installRuntime(log);
const composed = await composeDeps(config, log);
const temporal = openTemporalClient({ address: config.temporalAddress, keys: composed.keys, namespace, routes: routesOn(taskQueue) });
const connection = await NativeConnection.connect({ address: config.temporalAddress });
const worker = await createWorker({ deps: { ...composed, temporal }, connection, queue: "sync", taskQueue, workflowBundle: { codePath } });
process.on("disconnect", () => process.exit(0));
// A worker that is killed would leave nothing of it to the next.
flushCompileCache();
process.send?.("ready");
await worker.run();
