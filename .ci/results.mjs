// Sums up a folder of results: what was skipped and why, what failed, and the last line "N passed, N failed".
// Fails when anything failed or nothing ran.
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const folder = process.argv[2];
const read = (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : undefined);

/** Vitest's JSON: a file that cannot be loaded counts as one failed test. */
function vitest(text) {
  const outcomes = { passed: "passed", failed: "failed" };
  return JSON.parse(text).testResults.flatMap((file) => {
    const name = relative(process.cwd(), file.name);
    const tests = file.assertionResults.map((test) => ({
      name: `${name}: ${test.fullName}`,
      outcome: outcomes[test.status] ?? "skipped",
      reason: `marked "${test.status}" in the source`,
    }));
    const broken = file.status === "failed" && !tests.some((test) => test.outcome === "failed");
    return broken ? [...tests, { name, outcome: "failed" }] : tests;
  });
}

/** The .NET test platform's TRX: a run that a crash or a hanging test ended counts as one failed test more. */
function trx(text) {
  const outcomes = { Passed: "passed", NotExecuted: "skipped" };
  const ended = /<RunInfo\b[^>]*>\s*<Text>([^<\n]*\baborted\b[^<\n]*)/.exec(text);
  const results = [...text.matchAll(/<UnitTestResult\b([^>]*?)(?:\/>|>(.*?)<\/UnitTestResult>)/gs)].map(([, attributes, body = ""]) => ({
    name: unescape(/ testName="([^"]*)"/.exec(attributes)[1]),
    outcome: outcomes[/ outcome="([^"]*)"/.exec(attributes)?.[1]] ?? "failed",
    reason: unescape(/<Message>(.*?)<\/Message>/s.exec(body)?.[1] ?? "no reason given").trim(),
  }));
  return ended ? [...results, { name: unescape(ended[1]), outcome: "failed" }] : results;
}

function unescape(text) {
  const named = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : (named[name] ?? all));
}

const suites = [
  { step: "Front-end tests", results: read("vitest.json"), parse: vitest },
  { step: ".NET tests", results: read("dotnet.trx"), parse: trx },
].filter((suite) => suite.results).map(({ step, results, parse }) => ({ step, tests: parse(results) }));
const tests = suites.flatMap((suite) => suite.tests);

// A failed step is explained by its failed tests; without any it is a failure of its own, and so is a suite without tests.
const explained = suites.filter((suite) => suite.tests.some((test) => test.outcome === "failed")).map((suite) => suite.step);
const failedSteps = (read("failed-steps") ?? "").split("\n").filter((step) => step && !explained.includes(step));
const empty = suites.filter((suite) => suite.tests.length === 0 && !failedSteps.includes(suite.step)).map((suite) => `${suite.step}: there are none`);

const of = (outcome) => tests.filter((test) => test.outcome === outcome);
const [passed, failed, skipped] = [of("passed"), [...of("failed"), ...[...failedSteps, ...empty].map((name) => ({ name }))], of("skipped")];

console.log();
for (const test of skipped) console.log(`skipped: ${test.name} (${test.reason})`);
for (const test of failed) console.log(`failed: ${test.name}`);
if (passed.length + of("failed").length === 0) console.log("No test was run.");
console.log(`${passed.length} passed, ${failed.length} failed${skipped.length ? `, ${skipped.length} skipped` : ""}`);
process.exitCode = failed.length > 0 || passed.length === 0 ? 1 : 0;
