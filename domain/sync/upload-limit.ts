// The largest file that can be uploaded. It is stored and read in pieces, so this bounds disks and patience, not memory.

export const maxUploadBytes = 2 * 1024 ** 3;

const shown = (bytes: number): string => (bytes >= 1024 ** 3 ? `${bytes / 1024 ** 3} GB` : `${Math.round(bytes / 1024 ** 2)} MB`);

export const tooLargeSentence = (bytes: number): string =>
	`This file is larger than ${shown(bytes)}, the most that can be uploaded. Export a shorter period, or split it.`;
