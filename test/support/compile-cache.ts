// Where Node keeps what it has compiled, for processes that a test starts with an environment of their own: half of a start's work.
const { NODE_COMPILE_CACHE: folder } = process.env;

/** Empty where no such folder is set (scripts/start.mjs sets one). */
export const compileCache: Readonly<Record<string, string>> = folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
