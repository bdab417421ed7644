// The SuiteQL subset of sandbox/SPEC.md: what it understands it answers exactly, everything else it refuses.
import { describe, expect, it } from "vitest";
import { NetSuiteRefusal } from "../../sandbox/netsuite/errors.ts";
import { executeQuery, type Tables } from "../../sandbox/netsuite/suiteql/execute.ts";
import { parseQuery } from "../../sandbox/netsuite/suiteql/parse.ts";
import { fromInteger, fromIsoDate, numberFromText, shown } from "../../sandbox/netsuite/suiteql/values.ts";

const tables: Tables = {
	account: {
		columns: ["id", "acctnumber", "parent"],
		rows: [
			[fromInteger(1), "1010", null],
			[fromInteger(2), "6150", fromInteger(1)],
			[fromInteger(3), "4100", fromInteger(9)],
		],
		display: {},
	},
	line: {
		columns: ["id", "account", "amount", "memo", "day"],
		rows: [
			[fromInteger(1), fromInteger(1), numberFromText("0.1"), "Order #1", fromIsoDate("2026-10-30")],
			[fromInteger(2), fromInteger(1), numberFromText("0.2"), null, fromIsoDate("2026-10-31")],
			[fromInteger(3), fromInteger(2), numberFromText("-90071992547409.93"), "it's", fromIsoDate("2026-11-01")],
			[fromInteger(4), null, null, "50%", null],
		],
		display: { account: (value) => `account ${shown(value)}` },
	},
};

const run = (query: string): string[] =>
	executeQuery(parseQuery(query), tables).rows.map((row) => row.map((value) => (value === null ? "-" : shown(value))).join("|"));

describe("the SuiteQL subset", () => {
	it.each([
		["SELECT id FROM line WHERE amount + 0.1 = 0.3", ["2"]],
		["SELECT SUM(amount) s, COUNT(*), COUNT(memo), MIN(day), MAX(amount) FROM line", ["-90071992547409.63|4|3|10/30/2026|0.2"]],
		["select L.ID, a.acctnumber from line L inner join account a on a.id = L.account order by L.id desc", ["3|6150", "2|1010", "1|1010"]],
		[
			"SELECT l.id, a.acctnumber FROM line l LEFT JOIN account a ON a.id = l.account AND a.acctnumber <> '6150' ORDER BY 1",
			["1|1010", "2|1010", "3|-", "4|-"],
		],
		[
			"SELECT a.id, p.acctnumber FROM account a LEFT OUTER JOIN account p ON p.id = a.parent WHERE p.id IS NULL ORDER BY a.id",
			["1|-", "3|-"],
		],
		["SELECT id FROM line WHERE memo LIKE 'Order%' OR memo LIKE '__''_'", ["1", "3"]],
		["SELECT id FROM line WHERE NOT (account = 1)", ["3"]],
		["SELECT id FROM line WHERE account NOT IN (2, 5) AND day BETWEEN TO_DATE('2026-10-31','YYYY-MM-DD') AND TO_DATE('11/30/2026')", ["2"]],
		["SELECT id FROM line WHERE account IN (2, NULL) OR account NOT IN (3, NULL)", ["3"]],
		[
			"SELECT account, SUM(amount) FROM line GROUP BY account HAVING COUNT(*) > 1 OR SUM(amount) < 0 ORDER BY account",
			["1|0.3", "2|-90071992547409.93"],
		],
		["SELECT account * 2 AS twice, COUNT(DISTINCT memo) n FROM line GROUP BY account ORDER BY twice DESC", ["-|1", "4|1", "2|1"]],
		["SELECT DISTINCT account FROM line ORDER BY account", ["1", "2", "-"]],
		["SELECT id FROM line ORDER BY memo DESC, id", ["2", "3", "1", "4"]],
		["SELECT q.n FROM (SELECT account, COUNT(*) AS n FROM line GROUP BY account) q WHERE q.account = 1", ["2"]],
		["SELECT id, ROWNUM FROM line WHERE account = 1 AND ROWNUM < 2", ["1|1"]],
		[
			"SELECT NVL(memo, 'none'), COALESCE(account, amount, 7), UPPER('a' || lower('B')) FROM line WHERE id IN (2, 4) ORDER BY id",
			["none|1|AB", "50%|7|AB"],
		],
		[
			"SELECT TO_CHAR(day, 'YYYY-MM-DD\"T\"HH24:MI:SS'), TO_CHAR(day + 1.5, 'DD.MM.YYYY HH24:MI') FROM line WHERE id = 1",
			["2026-10-30T00:00:00|31.10.2026 12:00"],
		],
		["SELECT id FROM line WHERE day >= TO_TIMESTAMP('2026-10-31 00:00:00', 'YYYY-MM-DD HH24:MI:SS') -- a comment", ["2", "3"]],
		["SELECT BUILTIN.DF(account) FROM line WHERE id = 3", ["account 2"]],
		["SELECT (1 + 2) * -3, 7 / 2, -(amount) FROM line WHERE (id = 1)", ["-9|3.5|-0.1"]],
		["SELECT * FROM account WHERE ((id = 1) OR (id = 2)) AND acctnumber = '1010'", ["1|1010|-"]],
	])("%s", (query, rows) => expect(run(query)).toEqual(rows));

	it.each([
		"SELECT",
		"SELECT id FROM line LIMIT 5",
		"SELECT id FROM nowhere",
		"SELECT colour FROM line",
		"SELECT id FROM line l JOIN account a ON a.id = l.account",
		"SELECT id, SUM(amount) FROM line",
		"SELECT id FROM line WHERE SUM(amount) > 1",
		"SELECT id FROM line UNION SELECT id FROM account",
		"SELECT id FROM line, account",
		"SELECT id FROM line WHERE id IN (SELECT id FROM account)",
		"SELECT CASE WHEN id = 1 THEN 2 END FROM line",
		"SELECT TRUNC(day) FROM line",
		"SELECT id FROM line WHERE day = '2026-10-31'",
		"SELECT id FROM line WHERE memo > 5",
		"SELECT TO_DATE('2026-02-30','YYYY-MM-DD') FROM line",
		"SELECT id FROM line WHERE id = 1;",
		"UPDATE line SET id = 1",
		"SELECT 1 / 0 FROM line",
	])("refuses %s with NetSuite's error", (query) => {
		const refusal = (): unknown => run(query);
		expect(refusal).toThrow(NetSuiteRefusal);
		expect(refusal).toThrow(/^Invalid search query\./);
	});
});
