// The benches' servers: as the tests', but they wait for the disk.
import type { TestProject } from "vitest/node";
import { startServers } from "../global-setup.ts";

export const setup = (project: TestProject): Promise<() => Promise<void>> => startServers(project, true);
