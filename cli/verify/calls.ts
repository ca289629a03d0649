import type { ActionUse } from "../../local/console/actions";
import { type DeclaredAction, declaredActions } from "../../local/services";
import { Failure } from "../failure";

/** The caller of an action for a stack: the provider, or a dynamic resource of this package. */
export type Caller = "provider" | "dynamic";

/** Callers of each action, by `PRODUCT ACTION`. */
export type Calls = Record<string, Caller[]>;

/** User-Agent of the verification's own calls. The results ignore these calls. */
export const ownUserAgent = "alicloud-vpc-api-verify";

/** User agents of the SDKs of each caller. */
const userAgents: readonly (readonly [RegExp, Caller])[] = [
  [/Golang\/|^log-go-sdk/, "provider"],
  [/Node\.js\//, "dynamic"],
];

/** @throws Failure if no caller of a stack has this user agent */
export function findCaller(userAgent: string): Caller | undefined {
  if (userAgent.includes(ownUserAgent)) return undefined;
  const known = userAgents.find(([pattern]) => pattern.test(userAgent));
  if (!known)
    throw new Failure(`The local cloud was called by "${userAgent}", which is not the SDK of a stack.`);
  return known[1];
}

/** Callers of each action, from the action list of a local cloud. */
export function listCallers(actions: readonly ActionUse[]): Calls {
  const used = actions.map((use) => {
    const callers = Object.keys(use.callers).flatMap((userAgent) => findCaller(userAgent) ?? []);
    return [formatKey(use), [...new Set(callers)].sort().reverse()] as const;
  });
  return Object.fromEntries(used.filter(([, callers]) => callers.length > 0));
}

/** Merges the callers of two runs. */
export function mergeCalls(one: Calls, other: Calls): Calls {
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    keys.map((key) => [key, [...new Set([...(one[key] ?? []), ...(other[key] ?? [])])].sort().reverse()]),
  );
}

const formatKey = ({ product, action }: { product: string; action: string }): string =>
  `${product} ${action}`;
const letters: Readonly<Record<Caller, string>> = { provider: "P", dynamic: "D" };

/** Renders a page with all actions of the local cloud, and their callers in each scenario. */
export function renderCalls(
  scenarios: Readonly<Record<string, Calls>>,
  declared: readonly DeclaredAction[] = declaredActions,
): string {
  const called = declared.filter((it) => Object.values(scenarios).some((calls) => calls[formatKey(it)]));
  const uncalled = declared.filter((it) => !called.includes(it));
  return [
    "# Cloud API calls",
    "",
    "This page lists every action that the local cloud implements, and its callers in each scenario of",
    "`npm run local -- verify`. P is the provider, D is a dynamic resource of this package.",
    "`npm run local -- verify --calls docs/calls.md` writes this page, and the tests compare it with the recorded calls.",
    "",
    `${called.length} of ${declared.length} actions are called.`,
    ...listProducts(called).flatMap((product) => [
      "",
      `## ${product}`,
      "",
      `| Action | ${Object.keys(scenarios).join(" | ")} |`,
      `|---|${"---|".repeat(Object.keys(scenarios).length)}`,
      ...sortByName(called.filter((it) => formatProduct(it) === product)).map((it) => {
        const cells = Object.values(scenarios).map((calls) =>
          (calls[formatKey(it)] ?? []).map((caller) => letters[caller]).join(" "),
        );
        return `| \`${it.action}\` | ${cells.join(" | ")} |`;
      }),
    ]),
    "",
    "## Not called in any scenario",
    "",
    "| Product | Actions |",
    "|---|---|",
    ...listProducts(uncalled).map((product) => {
      const actions = sortByName(uncalled.filter((it) => formatProduct(it) === product));
      return `| ${product} | ${actions.map(({ action }) => `\`${action}\``).join(" ")} |`;
    }),
    "",
  ].join("\n");
}

const formatProduct = ({ product, version }: DeclaredAction): string => `${product} ${version}`;
const listProducts = (actions: readonly DeclaredAction[]): string[] => [
  ...new Set(actions.map(formatProduct)),
];
const sortByName = (actions: readonly DeclaredAction[]): DeclaredAction[] =>
  [...actions].sort((one, other) => (one.action < other.action ? -1 : 1));
