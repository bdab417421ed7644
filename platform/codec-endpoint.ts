// Where Temporal Web asks for decoded payloads: our own API, on the loopback address like everything else.

/** @param webPort TIEOUT_PORT. The server is told by `--ui-codec-endpoint`; it asks `<endpoint>/decode`. */
export const codecEndpoint = (webPort: number): string => `http://127.0.0.1:${webPort}/codec`;
