// How store functions select moments and days: as ISO text made in SQL, so that nothing passes through a Date or the process's zone.

/** SQL for an instant column as "2026-11-09T17:00:00.000Z"; null stays null. */
export const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** SQL for a date column as "2026-11-09". */
export const day = (column: string): string => `to_char(${column}, 'YYYY-MM-DD')`;
