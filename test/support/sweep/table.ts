import type { Declaration } from "./declarations";
import type { Plan } from "./plan";
import { refusedLocally } from "./samples";
import { scenarios } from "./scenarios";
import type { Outcome } from "./sweep";

const verbs: Readonly<Record<string, string>> = {
  update: "updates",
  create: "creates",
  delete: "deletes",
  replace: "replaces",
  "create-replacement": "replaces",
  "delete-replaced": "replaces",
};

/** Renders an outcome as a row of the page. */
export function createRow({ changes, steps, meanwhile, faults }: Outcome): string {
  const byVerb: Record<string, string[]> = {};
  for (const { op, type } of steps) {
    const verb = verbs[op] ?? op;
    const kind = type.split(/[:/]/).at(-1) ?? type;
    byVerb[verb] = [...new Set([...(byVerb[verb] ?? []), kind])];
  }
  const effects = Object.entries(byVerb).map(([verb, kinds]) => `${verb} ${kinds.join(", ")}`);
  const cells = [
    changes.map(({ covers, to }) => `${covers.map(code).join(", ")}: ${escaped(to)}`).join("<br>"),
    [
      effects.join("; ") || "changes nothing",
      ...faults.map((fault) => `**fault**: ${escaped(fault.split("\n")[0] ?? "")}`),
    ].join("<br>"),
    callsInWords(meanwhile),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Adds rows, and removes those whose arguments all have a new row. */
export function mergeRows(before: readonly string[], added: readonly string[]): string[] {
  const renewed = argumentsIn(added.join("\n"));
  return [...before.filter((row) => [...argumentsIn(row)].some((path) => !renewed.has(path))), ...added];
}

const heading = (about: string) => `## A stack with ${about}`;

/** Reads the rows of each scenario from a page. */
export function readRows(page: string): Record<string, string[]> {
  const sections = page.split(/^(?=## )/m);
  return Object.fromEntries(
    Object.entries(scenarios).flatMap(([name, { about }]) => {
      const section = sections.find((text) => text.startsWith(`${heading(about)}\n`));
      return section ? [[name, section.split("\n").filter((line) => line.startsWith("| `"))]] : [];
    }),
  );
}

function callsInWords({ failed, ended, made }: Outcome["meanwhile"]): string {
  if (made === 0) return "–";
  if (failed === 0) return "pass";
  return ended ? "the old address ends" : "fail for some time";
}

const escaped = (text: string) => text.replace(/\|/g, "\\|");
const code = (text: string) => `\`${escaped(text)}\``;

/**
 * Renders the page: each scenario with its updates, then the arguments that `VpcApi` sets for single components. Omits
 * rows with an argument that no longer exists.
 */
export function writePage(
  rows: Readonly<Record<string, readonly string[]>>,
  { given, changes }: Pick<Plan, "given" | "changes">,
): string {
  const planned = new Set(changes.flatMap(({ covers }) => covers));
  const sections = Object.entries(scenarios).flatMap(([name, { about }]) => {
    const own = (rows[name] ?? []).filter((row) => [...argumentsIn(row)].every((path) => planned.has(path)));
    if (own.length === 0) return [];
    const head = [
      "| arguments changed in one update | steps of the update | calls during the update |",
      "|---|---|---|",
    ];
    return [heading(about), "", ...head, ...own, ""];
  });
  const swept = argumentsIn(sections.join("\n"));
  const left = [...planned].filter((path) => !swept.has(path));
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
