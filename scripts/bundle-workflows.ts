// Writes the workflows' bundle for the image, so that a worker starts without bundling: node scripts/bundle-workflows.ts [file]
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundleWorkflows } from "../workers/workflow-bundle.ts";

const file = process.argv[2] ?? join(import.meta.dirname, "../dist/workflow-bundle.js");
const { code } = await bundleWorkflows();
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, code);
console.log(`${file}: ${Math.round(code.length / 1024)} KB`);
