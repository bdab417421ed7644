// Reads the few instructions that our Dockerfile uses and carries them out in a folder instead of a container: every stage has a
// root folder of its own there, and an absolute path of the image is a path below it. An instruction it doesn't know is an error.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join, relative } from "node:path";

interface Instruction {
	readonly word: string;
	readonly rest: string;
}

export interface Stage {
	readonly name: string;
	readonly instructions: readonly Instruction[];
}

export interface BuiltStage {
	/** On this machine. */
	readonly workdir: string;
	readonly env: Readonly<Record<string, string>>;
	readonly command: readonly string[];
}

export interface BuildOptions {
	/** The folder that COPY copies from. */
	readonly context: string;
	readonly scratch: string;
	/** Stands in for the base image's own Node. */
	readonly nodeFolder: string;
	readonly print: (line: string) => void;
}

/** @throws Error naming the line that it can't read */
export function readDockerfile(text: string): readonly Stage[] {
	const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
	const stages: { name: string; instructions: Instruction[] }[] = [];
	for (const line of lines) {
		const [, word = "", rest = ""] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
		if (word === "FROM") {
			const name = /^node:24[\w.-]* AS (\w+)$/.exec(rest)?.[1];
			if (name === undefined) throw new Error(`Dockerfile: a stage is FROM node:24… AS name, not “${line}”.`);
			stages.push({ name, instructions: [] });
		} else if (word === "") throw new Error(`Dockerfile: “${line}” can't be read.`);
		else stages.at(-1)?.instructions.push({ word, rest });
	}
	return stages;
}

/** Carries out every stage. @returns the last one */
export function buildStages(stages: readonly Stage[], options: BuildOptions): BuiltStage {
	let built: BuiltStage | undefined;
	for (const stage of stages) built = buildStage(stage, options);
	if (built === undefined) throw new Error("Dockerfile: there is no stage.");
	return built;
}

function buildStage(stage: Stage, options: BuildOptions): BuiltStage {
	const root = join(options.scratch, stage.name);
	const { PATH = "", HOME = "", NODE_EXTRA_CA_CERTS } = process.env;
	const env: Record<string, string> = { PATH: `${options.nodeFolder}:${PATH}`, HOME };
	if (NODE_EXTRA_CA_CERTS !== undefined) env["NODE_EXTRA_CA_CERTS"] = NODE_EXTRA_CA_CERTS;
	let workdir = root;
	let command: readonly string[] = [];
	const inImage = (path: string): string => (path.startsWith("/") ? join(root, path) : join(workdir, path));
	const carryOut: Readonly<Record<string, (rest: string) => void>> = {
		WORKDIR: (rest) => {
			workdir = inImage(rest);
			mkdirSync(workdir, { recursive: true });
		},
		ENV: (rest) => {
			const [, name = "", value = ""] = /^(\w+)=(.*)$/.exec(rest) ?? [];
			env[name] = value.startsWith("/") ? join(root, value) : value;
		},
		COPY: (rest) => {
			const words = rest.split(" ");
			const from = /^--from=(\w+)$/.exec(words[0] ?? "")?.[1];
			const paths = from === undefined ? words : words.slice(1);
			const target = paths.at(-1) ?? ".";
			for (const path of paths.slice(0, -1)) {
				const source = from === undefined ? join(options.context, path) : join(options.scratch, from, path);
				copy(source, target.endsWith("/") ? join(inImage(target), path) : inImage(target), options.context);
			}
		},
		RUN: (rest) => {
			options.print(`  ${stage.name}: ${rest}`);
			// Users of the image don't exist here, and / is this machine's.
			const here = rest.replaceAll(/ (\/data)\b/g, ` ${join(root, "data")}`).replace(/ && chown .*/, "");
			const { status, stdout, stderr } = spawnSync("sh", ["-c", here], { cwd: workdir, env, encoding: "utf8" });
			if (status !== 0) throw new Error(`Dockerfile: “${rest}” ended with ${status}:\n${stdout}\n${stderr}`);
		},
		CMD: (rest) => {
			command = JSON.parse(rest) as string[];
		},
		USER: () => {},
		VOLUME: () => {},
		EXPOSE: () => {},
	};
	for (const { word, rest } of stage.instructions) {
		const step = carryOut[word];
		if (step === undefined) throw new Error(`Dockerfile: ${word} is not carried out by this check. Teach it scripts/dockerfile.ts.`);
		step(rest);
	}
	return { workdir, env, command };
}

// As .dockerignore says.
const ignored = /(^|\/)(\.git|\.tieout|\.env|node_modules|dist|coverage|docs|test-results)$/;

function copy(source: string, target: string, context: string): void {
	cpSync(source, target, {
		recursive: true,
		filter: (path) => {
			const inside = relative(context, path);
			return inside.startsWith("..") || inside === "" || !ignored.test(inside);
		},
	});
}
