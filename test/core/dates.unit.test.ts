import { describe, expect, it } from "vitest";
import { daysBetween, instantOfUnix, isLedgerDate, ledgerDateOf, monthPeriod, startOfDay } from "../../domain/core/dates.ts";

describe("ledger dates", () => {
	it("puts 23:30 on the last day in New York into October though it is November in UTC", () => {
		expect(ledgerDateOf("2026-11-01T03:30:00Z", "America/New_York")).toBe("2026-10-31");
		expect(ledgerDateOf("2026-11-01T04:00:00Z", "America/New_York")).toBe("2026-11-01");
	});

	it("keeps day and zone apart at UTC+14 and UTC-11", () => {
		expect(ledgerDateOf("2026-10-31T10:00:00Z", "Pacific/Kiritimati")).toBe("2026-11-01");
		expect(ledgerDateOf("2026-11-01T10:59:59Z", "Pacific/Pago_Pago")).toBe("2026-10-31");
	});

	it("starts the day after the clocks go back 25 hours later", () => {
		const before = Date.parse(startOfDay("2026-11-01", "America/New_York"));
		const after = Date.parse(startOfDay("2026-11-02", "America/New_York"));
		expect(after - before).toBe(25 * 3_600_000);
	});

	it("gives February 29 days in a leap year and counts days across a clock change", () => {
		expect(monthPeriod("2028-02")).toEqual({ from: "2028-02-01", to: "2028-02-29" });
		expect(daysBetween("2026-10-31", "2026-11-02")).toBe(2);
	});

	it("reads Stripe's unix seconds and refuses the thirtieth of February", () => {
		expect(instantOfUnix(1_793_491_200)).toBe("2026-11-01T00:00:00Z");
		expect(isLedgerDate("2026-02-30")).toBe(false);
		expect(isLedgerDate("2026-02-28")).toBe(true);
	});
});
