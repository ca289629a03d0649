import type { Declaration } from "./declarations";
import type { Plan } from "./plan";
import { refusedLocally } from "./samples";
import type { Outcome } from "./sweep";

/** The part of an outcome that the table shows. */
export interface Row {
  /** Paths of the declarations that were changed together, with their new values. */
  changes: { covers: readonly string[]; to: string }[];
  /** Steps by effect: `updates`, `replaces`, `creates`, `deletes`. */
  does: Record<string, string[]>;
  calls: string;
  faults: string[];
}

const verbs: Readonly<Record<string, string>> = {
  update: "updates",
  create: "creates",
  delete: "deletes",
  replace: "replaces",
  "create-replacement": "replaces",
  "delete-replaced": "replaces",
};

/** Converts an outcome to a row of the table. */
export function createRow({ changes, steps, meanwhile, faults }: Outcome): Row {
  const does: Row["does"] = {};
  for (const { op, type } of steps) {
    const verb = verbs[op] ?? op;
    const kind = type.split(/[:/]/).at(-1) ?? type;
    does[verb] = [...new Set([...(does[verb] ?? []), kind])];
  }
  return {
    changes: changes.map(({ covers, to }) => ({ covers, to })),
    does,
    calls: callsInWords(meanwhile),
    faults,
  };
}

function callsInWords({ failed, ended, made }: Outcome["meanwhile"]): string {
  if (made === 0) return "–";
  if (failed === 0) return "pass";
  return ended ? "the old address ends" : "fail for some time";
}

const escaped = (text: string) => text.replace(/\|/g, "\\|");
const code = (text: string) => `\`${escaped(text)}\``;

/** Renders the page: each scenario with its updates, then the arguments that `VpcApi` sets for single components. */
export function writePage(
  rows: Readonly<Record<string, readonly Row[]>>,
  abouts: Readonly<Record<string, string>>,
  { given, changes }: Plan,
): string {
  const swept = new Set(
    Object.values(rows).flatMap((list) => list.flatMap((row) => row.changes.flatMap(({ covers }) => covers))),
  );
  const left = [...new Set(changes.flatMap(({ covers }) => covers))].filter((path) => !swept.has(path));
  const sections = Object.entries(rows).flatMap(([scenario, list]) => [
    `## A stack with ${abouts[scenario]}`,
    "",
    "| arguments changed in one update | steps of the update | calls during the update |",
    "|---|---|---|",
    ...list.map((row) => `| ${guardOutputs(row)} | ${formatSteps(row)} | ${row.calls} |`),
    ...list.flatMap(({ faults }, index) =>
      faults.map((fault) => `\n**Fault** in row ${index + 1}: ${escaped(fault.split("\n")[0] ?? "")}`),
    ),
    "",
  ]);
  return [
    "# Effects of changes",
    "",
    "Each row is an update of a live stack on the local cloud, with the real engine and provider. If a table lists no fault:",
    "",
    "- The preview listed every step of its updates.",
    "- Calls passed after each update.",
    "- The next preview showed no changes.",
    "",
    "A row with several arguments is one update that changed all of them. Its second and third columns describe their combined",
    "effect, not the effect of each argument. `npm run sweep` writes this page with one update for each change. With",
    "`--together`, it combines changes that do not affect each other.",
    "",
    "`[]` stands for any entry of a list or map, and `<alb>` for the balancer of that kind. The third column shows the result",
    "of calls that were sent to the API of the stack during the update:",
    "",
    "| calls | meaning |",
    "|---|---|",
    "| pass | No call failed. |",
    "| fail for some time | The change interrupts the service. |",
    "| the old address ends | Callers must use another path, domain or credential. |",
    "",
    ...sections,
    ...(left.length === 0
      ? []
      : [
          "## Not run yet",
          "",
          "The sweep can change these arguments, but it has not run them since this page was written.",
          "",
          "| argument |",
          "|---|",
          ...left.map((path) => `| ${code(path)} |`),
          "",
        ]),
    "## Not possible on the local cloud",
    "",
    "| argument | reason |",
    "|---|---|",
    ...Object.entries(refusedLocally).map(([path, reason]) => `| ${code(path)} | ${reason} |`),
    "",
    "## Arguments of single components",
    "",
    "`VpcApi` sets these arguments of its components. The argument in the second column changes them. Arguments without an",
    "entry in the second column are fixed in a `VpcApi`.",
    "",
    "| argument | changed by |",
    "|---|---|",
    ...[...given].map(([one, by]) => `| ${code(formatName(one))} | ${by === "" ? "–" : code(by)} |`),
    "",
  ].join("\n");
}

/** Name of an argument on the page: with its component, unless that is `VpcApi`. */
export const formatName = ({ component, path }: Declaration): string =>
  component === "VpcApi" ? path : `${component}: ${path}`;

const guardOutputs = ({ changes }: Row): string =>
  changes.map(({ covers, to }) => `${covers.map(code).join(", ")}: ${escaped(to)}`).join("<br>");

function formatSteps({ does }: Row): string {
  const parts = Object.entries(does).map(([verb, kinds]) => `${verb} ${kinds.join(", ")}`);
  return parts.length === 0 ? "changes nothing" : parts.join("; ");
}

/** The arguments in the first columns of a page. */
export function argumentsIn(page: string): Set<string> {
  const cells = page
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.slice(2).split(/(?<!\\)\|/)[0] ?? "");
  return new Set(
    cells.flatMap((cell) =>
      cell
        .split("<br>")
        .flatMap((line) => [...line.matchAll(/(?:^|, )`([^`]+)`/g)].map(([, name = ""]) => name)),
    ),
  );
}
