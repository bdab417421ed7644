// A moment as every store of this area selects it: ISO in UTC, whatever the session's zone is.

/** @param column a column name of our own, never anything a person typed */
export const instantText = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
