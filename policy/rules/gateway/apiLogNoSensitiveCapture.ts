import { groupType as type } from "../../binders/bindings";
import { factAt, isUnknown, put } from "../../core/facts";
import { flag, strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { all, complies, violates, whenKnown } from "../../core/verdict";
import { group } from "./exampleResources";

const bodies = ["userLogConfig.requestBody", "userLogConfig.responseBody"] as const;
const lists = [
  "userLogConfig.requestHeaders",
  "userLogConfig.responseHeaders",
  "userLogConfig.queryString",
] as const;

export const apiLogNoSensitiveCapture = resourceRule({
  name: "api-log-no-sensitive-capture",
  title: "The log has no secrets of callers",
  description: "A group's log records no bodies, and neither all headers nor those that carry credentials.",
  why: "An AppCode or a token that is written to a log can be used by everybody who may read the log.",
  severity: "medium",
  level: "advisory",
  tags: [],
  remedy: "Record only the headers and parameters that you need, by name.",
  argument: "transform: { group: { userLogConfig } }",
  type,
  reads: { [type]: [...bodies, ...lists] },
  options: {
    bodiesAllowed: flag(false, "Whether bodies may be recorded."),
    sensitive: strings(
      ["*", "authorization", "cookie", "set-cookie", "proxy-authorization", "x-ca-signature", "appcode"],
      "Names, in lower case, of headers and parameters that must not be recorded; * is all of them.",
    ),
  },
  judge(resource, { bodiesAllowed, sensitive }) {
    return all([
      ...(bodiesAllowed ? [] : bodies).map((property) =>
        whenKnown(property, resource.at(property), (seen) =>
          seen === true ? violates({ property, seen, wanted: "false" }) : complies,
        ),
      ),
      ...lists.map((property) =>
        whenKnown(property, resource.at(property), (seen) => {
          const found = namesIn(seen).filter((name) => sensitive.includes(name.toLowerCase()));
          return found.length === 0
            ? complies
            : violates({ property, seen, wanted: `a list without ${found.join(", ")}` });
        }),
      ),
    ]);
  },
  mend(inputs, { bodiesAllowed, sensitive }) {
    const offBodies = (bodiesAllowed ? [] : bodies).filter((path) => factAt(inputs, path) === true);
    const changes = [
      ...offBodies.map((path) => put(inputs, path, false)),
      ...lists.map((path) => {
        const seen = factAt(inputs, path);
        if (isUnknown(seen)) return false;
        const names = namesIn(seen);
        const left = names.filter((name) => !sensitive.includes(name.toLowerCase()));
        return left.length < names.length && put(inputs, path, left.join(","));
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

const namesIn = (list: unknown): string[] =>
  typeof list === "string" ? list.split(/[,;\s]+/).filter((name) => name !== "") : [];
