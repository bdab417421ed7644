// The largest file that can be uploaded. A year of a busy account's bank lines is below 10 MB; a preview reads the file whole.

export const maxUploadBytes = 10 * 1024 * 1024;

export const tooLargeSentence = `This file is larger than ${maxUploadBytes / 1024 / 1024} MB, the most that can be uploaded. Export a shorter period, or split it.`;
