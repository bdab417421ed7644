import { describe, expect, test } from "vitest";
import { ageText, clockText, dateText, durationText, hashText, momentText, periodText, zoneText } from "../../web/src/kit/time-text.ts";

const zone = "America/New_York";

describe("times in words", () => {
	test("today shows the time alone, another day and year as much as is needed, in the ledger's zone", () => {
		const now = "2026-11-03T15:00:00Z";
		expect(momentText("2026-11-03T14:12:44Z", zone, now)).toBe("09:12:44");
		expect(momentText("2026-10-28T03:51:08Z", zone, now)).toBe("27 Oct 23:51:08");
		expect(momentText("2025-12-31T23:00:00Z", zone, now)).toBe("31 Dec 2025 18:00:00");
		expect(clockText("2026-11-03T05:00:00Z", zone)).toBe("00:00:00");
	});

	test("a ledger date is never shifted into a zone", () => {
		expect(dateText("2026-10-31")).toBe("31 Oct 2026");
		expect(dateText("2026-10-31", "2026")).toBe("31 Oct");
		expect(periodText("2026-10-01", "2026-10-31")).toBe("October 2026");
	});

	test("the zone says its offset, summer and winter", () => {
		expect(zoneText(zone, "2026-11-03T12:00:00Z")).toBe("EST (UTC\u22125)");
		expect(zoneText(zone, "2026-10-03T12:00:00Z")).toBe("EDT (UTC\u22124)");
	});

	test("durations have two units, ages are coarse, hashes keep both ends", () => {
		expect([durationText(400), durationText(18_900), durationText(271_000), durationText(8_040_000)]).toEqual([
			"0.4s",
			"18.9s",
			"4m 31s",
			"2h 14m",
		]);
		expect([ageText(20_000), ageText(42 * 60_000), ageText(222 * 60_000), ageText(1500 * 60_000)]).toEqual([
			"just now",
			"42 min",
			"3 h 42 min",
			"1 d",
		]);
		expect(hashText("9c41a7000000000000e07b")).toBe("9c41a7\u2026e07b");
	});
});
