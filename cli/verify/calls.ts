import type { ActionUse } from "../../local/console/actions";
import { type DeclaredAction, declaredActions } from "../../local/services";
import { Failure } from "../failure";

/** Who calls the cloud for a stack: the provider, or the package's dynamic resources. */
export type Caller = "provider" | "dynamic";

/** Who called each action that was called, by `PRODUCT ACTION`. */
export type Calls = Record<string, Caller[]>;

/** What a verification says of itself in User-Agent: its own calls prove nothing. */
export const ownUserAgent = "alicloud-vpc-api-verify";

/** How the SDKs of each caller name themselves. */
const userAgents: readonly (readonly [RegExp, Caller])[] = [
  [/Golang\/|^log-go-sdk/, "provider"],
  [/Node\.js\//, "dynamic"],
];

/** @throws Failure when nobody of a stack calls so */
export function callerOf(userAgent: string): Caller | undefined {
  if (userAgent.includes(ownUserAgent)) return undefined;
  const known = userAgents.find(([pattern]) => pattern.test(userAgent));
  if (!known)
    throw new Failure(`The local cloud was called by "${userAgent}", which is not the SDK of a stack.`);
  return known[1];
}

/** Who called what, of all that a local cloud says of its actions. */
export function callsOf(actions: readonly ActionUse[]): Calls {
  const used = actions.map((use) => {
    const callers = Object.keys(use.callers).flatMap((userAgent) => callerOf(userAgent) ?? []);
    return [keyOf(use), [...new Set(callers)].sort().reverse()] as const;
  });
  return Object.fromEntries(used.filter(([, callers]) => callers.length > 0));
}

/** Both, where each says who called. */
export function bothCalls(one: Calls, other: Calls): Calls {
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    keys.map((key) => [key, [...new Set([...(one[key] ?? []), ...(other[key] ?? [])])].sort().reverse()]),
  );
}

const keyOf = ({ product, action }: { product: string; action: string }): string => `${product} ${action}`;
const letters: Readonly<Record<Caller, string>> = { provider: "P", dynamic: "D" };

/** A page with all actions of the local cloud, and who called which in which scenario. */
export function callsPage(
  scenarios: Readonly<Record<string, Calls>>,
  declared: readonly DeclaredAction[] = declaredActions,
): string {
  const called = declared.filter((it) => Object.values(scenarios).some((calls) => calls[keyOf(it)]));
  const uncalled = declared.filter((it) => !called.includes(it));
  return [
    "# Cloud API calls",
    "",
    "This page lists every action that the local cloud implements, and its callers in each scenario of",
    "`npm run local -- verify`. P is the provider, D is a dynamic resource of this package.",
    "`npm run local -- verify --calls docs/calls.md` writes this page, and the tests compare it with the recorded calls.",
    "",
    `${called.length} of ${declared.length} actions are called.`,
    ...productsOf(called).flatMap((product) => [
      "",
      `## ${product}`,
      "",
      `| Action | ${Object.keys(scenarios).join(" | ")} |`,
      `|---|${"---|".repeat(Object.keys(scenarios).length)}`,
      ...sorted(called.filter((it) => productOf(it) === product)).map((it) => {
        const cells = Object.values(scenarios).map((calls) =>
          (calls[keyOf(it)] ?? []).map((caller) => letters[caller]).join(" "),
        );
        return `| \`${it.action}\` | ${cells.join(" | ")} |`;
      }),
    ]),
    "",
    "## Not called in any scenario",
    "",
    "| Product | Actions |",
    "|---|---|",
    ...productsOf(uncalled).map((product) => {
      const actions = sorted(uncalled.filter((it) => productOf(it) === product));
      return `| ${product} | ${actions.map(({ action }) => `\`${action}\``).join(" ")} |`;
    }),
    "",
  ].join("\n");
}

const productOf = ({ product, version }: DeclaredAction): string => `${product} ${version}`;
const productsOf = (actions: readonly DeclaredAction[]): string[] => [...new Set(actions.map(productOf))];
const sorted = (actions: readonly DeclaredAction[]): DeclaredAction[] =>
  [...actions].sort((one, other) => (one.action < other.action ? -1 : 1));
