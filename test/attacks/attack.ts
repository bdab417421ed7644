// The attacks that must fail, by name. A test of one stands inside `attack(…)`, wherever the part that holds it is tested; the report
// in docs/reports/attacks.md is made from what these tests found, and an attack without a test fails the corpus.
import { describe } from "vitest";

export const attacks = {
	"foreign-id": "another company's id in every id field of every procedure",
	"sql-names": "SQL through the names of sorts, filters and groups",
	"user-sql": "set_config, SET ROLE, stacked statements and function tricks in SQL",
	"forged-token": "tokens without a signature, signed with the public key, for another audience, expired, of another company",
	"mixed-up-providers": "a company's own identity provider that passes another one's answers off as its own",
	"reused-refresh-token": "a refresh token that was used before",
	"cross-site-request": "requests that another site makes the browser send",
	"stored-script": "scripts in every text field",
	"header-injection": "line breaks and foreign hosts in headers",
	"tenant-header": "a header that names another company than the session",
	"session-fixation": "a session that was chosen by somebody else before the login",
	"formula-cells": "formulas in the cells of exports",
	"inner-addresses": "addresses of our own network, typed by a tenant",
	"open-redirect": "links that lead away after the login",
	"path-traversal": "paths in the names of uploads and downloads",
	"mass-assignment": "fields that a caller may not set",
	enumeration: "telling from words or from time who has an account",
	"brute-force": "trying passwords, codes and links",
	escalation: "people, keys and support that reach for more than they were given, or for longer",
	"side-doors": "foreign ids by event stream, export, download and workflow",
	"hostile-bodies": "bodies that are too large or nested too deeply",
	"fuzzed-api": "requests made up from the API's own description",
} as const;

export type Attack = keyof typeof attacks;

/** Tests of one attack; each says in its name what was tried and what held. */
export const attack = (name: Attack, tests: () => void): void => {
	describe(`attack: ${attacks[name]}`, () => {
		tests();
	});
};
