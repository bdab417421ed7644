// A worker in a process of its own, so that a test can kill it with -9. Says "ready" on its first line.
import { NativeConnection } from "@temporalio/worker";
import { openOrm } from "../../db/orm.ts";
import { createLog } from "../../platform/log.ts";
import { createDiskStorage } from "../../platform/object-storage.ts";
import { createMailer } from "../../platform/mail.ts";
import { createSecrets } from "../../platform/secrets.ts";
import { createGuardedFetch } from "../../platform/guarded-fetch.ts";
import { createKeys } from "../../platform/keys.ts";
import { openTemporalClient } from "../../platform/temporal-client.ts";
import { createWorker } from "../../workers/compose.ts";
import { installRuntime } from "../../workers/runtime.ts";
import { createTestActivities } from "./test-activities.ts";

interface Given {
	readonly address: string;
	readonly namespace: string;
	readonly taskQueue: string;
	readonly loginUrl: string;
	readonly codePath: string;
	readonly objectsDir: string;
	/** Base64. */
	readonly masterKey: string;
}

const given = JSON.parse(process.argv[2] ?? "{}") as Given;
const log = createLog({ name: "worker", level: "silent" });
installRuntime(log);
const keys = createKeys(new Uint8Array(Buffer.from(given.masterKey, "base64")));
const orm = await openOrm(given.loginUrl);
const deps = {
	orm,
	keys,
	temporal: openTemporalClient({ address: given.address, keys, namespace: given.namespace }),
	log,
	storage: createDiskStorage(given.objectsDir, keys),
	secrets: createSecrets(keys),
	clock: { now: () => new Date() },
	outside: createGuardedFetch({ allowed: [] }),
	stopping: new AbortController().signal,
	mailer: createMailer({ url: "smtp://127.0.0.1:9", from: "Tieout <tieout@test.example>" }),
	publicUrl: "http://tieout.test.example",
	build: `process ${process.pid}`,
};
const connection = await NativeConnection.connect({ address: given.address });
const worker = await createWorker({
	deps,
	connection,
	queue: "sync",
	workflowBundle: { codePath: given.codePath },
	taskQueue: given.taskQueue,
	extraActivities: createTestActivities(deps),
});
process.stdout.write("ready\n");
await worker.run();
