// Bundles the workflows the one way: with the interceptor that keeps the jobs' rows and the converter that encrypts failures.
// Workers, replay tests and the production image all use it.
import { fileURLToPath } from "node:url";
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from "@temporalio/worker";
import { failureConverterPath } from "../platform/payload-codec.ts";

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

const silent = { log: () => {}, trace: () => {}, debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export const interceptorModules = [path("../workflows/core/job-interceptor.ts")];

/** @param workflowsPath another barrel, for tests that bring workflows of their own */
export async function bundleWorkflows(workflowsPath = path("../workflows/index.ts")): Promise<WorkflowBundleWithSourceMap> {
	return bundleWorkflowCode({ workflowsPath, workflowInterceptorModules: interceptorModules, failureConverterPath, logger: silent });
}
