// `tieout`: what can be checked on any machine, without a server, a database or a network.
//
//   tieout verify audit <export> --checkpoint <file> [--key <fingerprint>] [--allow-archived] [--json]
//   tieout verify report <file> [--key <fingerprint>]
import { verifyAudit } from "./verify-audit.ts";
import { verifyReport } from "./verify-report.ts";

const usage = `usage: tieout verify audit <export> --checkpoint <file> [--key <fingerprint>] [--allow-archived] [--json]
       tieout verify report <file> [--key <fingerprint>]

  <file>              the signed report of an erasure, or the manifest.json of a company's export; files of the export that
                      lie beside the manifest are compared with it
  <export>            a file that the audit page's export gave, as it is
  --checkpoint        a checkpoint that you kept: another file than the export
  --key               the signer's fingerprint, as you noted it down; without it the file's own signer is named, not judged
  --allow-archived    events that were archived may be missing from the file; their places must be there
  --json              the report for machines

It ends with 0 when everything is as it was sealed, 1 when something is not, 2 when it could not be checked.`;

const [command, what, ...rest] = process.argv.slice(2);
if (command === "verify" && what === "audit") process.exitCode = await verifyAudit(rest, usage);
else if (command === "verify" && what === "report") process.exitCode = await verifyReport(rest, usage);
else {
	console.error(usage);
	process.exitCode = 2;
}
