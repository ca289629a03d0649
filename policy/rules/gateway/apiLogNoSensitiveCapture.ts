import { flag, strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { isUnknown, readProperty, setProperty } from "../../core/values";
import { all, complies, violates, whenKnown } from "../../core/verdict";
import { groupType as type } from "../../domains/bindings";
import { group } from "./exampleResources";

const bodies = ["userLogConfig.requestBody", "userLogConfig.responseBody"] as const;
const lists = [
  "userLogConfig.requestHeaders",
  "userLogConfig.responseHeaders",
  "userLogConfig.queryString",
] as const;

export const apiLogNoSensitiveCapture = resourceRule({
  name: "api-log-no-sensitive-capture",
  title: "Log contains no credentials",
  description: "The log of an API group contains no bodies, and no headers or parameters with credentials.",
  why: "Everybody who can read the log can use an AppCode or a token in it.",
  severity: "medium",
  level: "advisory",
  tags: [],
  hint: "List only the headers and parameters that you need.",
  argument: "transform: { group: { userLogConfig } }",
  type,
  reads: { [type]: [...bodies, ...lists] },
  options: {
    bodiesAllowed: flag(false, "Whether the log may contain bodies."),
    sensitive: strings(
      ["*", "authorization", "cookie", "set-cookie", "proxy-authorization", "x-ca-signature", "appcode"],
      "Names, in lower case, of headers and parameters that the log must not contain. * is all of them.",
    ),
  },
  evaluate(resource, { bodiesAllowed, sensitive }) {
    return all([
      ...(bodiesAllowed ? [] : bodies).map((property) =>
        whenKnown(property, resource.get(property), (actual) =>
          actual === true ? violates({ property, actual, expected: "false" }) : complies,
        ),
      ),
      ...lists.map((property) =>
        whenKnown(property, resource.get(property), (actual) => {
          const found = splitNames(actual).filter((name) => sensitive.includes(name.toLowerCase()));
          return found.length === 0
            ? complies
            : violates({ property, actual, expected: `a list without ${found.join(", ")}` });
        }),
      ),
    ]);
  },
  remediate(inputs, { bodiesAllowed, sensitive }) {
    const offBodies = (bodiesAllowed ? [] : bodies).filter((path) => readProperty(inputs, path) === true);
    const changes = [
      ...offBodies.map((path) => setProperty(inputs, path, false)),
      ...lists.map((path) => {
        const actual = readProperty(inputs, path);
        if (isUnknown(actual)) return false;
        const names = splitNames(actual);
        const left = names.filter((name) => !sensitive.includes(name.toLowerCase()));
        return left.length < names.length && setProperty(inputs, path, left.join(","));
      }),
    ];
    return changes.some(Boolean);
  },
  examples: {
    fails: [
      group({ userLogConfig: { requestBody: true, requestHeaders: "*", queryString: "page,AppCode" } }),
    ],
    passes: [group({ userLogConfig: { requestHeaders: "User-Agent", queryString: "page" } })],
  },
});

const splitNames = (list: unknown): string[] =>
  typeof list === "string" ? list.split(/[,;\s]+/).filter((name) => name !== "") : [];
