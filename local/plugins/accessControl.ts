import { connectionFields, readFieldName } from "../http/head";
import { type Condition, readCondition } from "./condition";
import type { Fields } from "./fields";
import { type Place, readPlaces, requestPlaces } from "./parameters";

type Verdict = "ALLOW" | "DENY" | undefined;

export interface AccessRule {
  name: string;
  holds: Condition;
  ifTrue: Verdict;
  ifFalse: Verdict;
  statusCode: number;
  errorMessage: string;
  responseHeaders: ReadonlyMap<string, string>;
  responseBody: string;
}

/** Rules in their order. The first one that allows or denies applies. */
export interface AccessControl {
  parameters: ReadonlyMap<string, Place>;
  rules: AccessRule[];
}

function readHeaders(rule: Fields): ReadonlyMap<string, string> {
  const headers = rule.map("responseHeaders");
  for (const name of headers.keys()) {
    const lower = name.toLowerCase();
    if (!readFieldName(name).isValid || connectionFields.has(lower) || lower === "content-length")
      throw rule.mistake("responseHeaders", `has ${name}, which no plug-in can set`);
  }
  return headers;
}

export function readAccessControl(fields: Fields): AccessControl {
  const parameters = readPlaces(fields, requestPlaces);
  const rules = fields.objects("rules").map((rule): AccessRule => {
    const found = {
      name: rule.requiredText("name"),
      holds: readCondition(rule, "condition", rule.requiredText("condition"), parameters),
      ifTrue: rule.choice("ifTrue", ["ALLOW", "DENY"]),
      ifFalse: rule.choice("ifFalse", ["ALLOW", "DENY"]),
      statusCode: rule.integer("statusCode", 200, 599) ?? 403,
      errorMessage: rule.text("errorMessage") ?? "",
      responseHeaders: readHeaders(rule),
      responseBody: rule.text("responseBody") ?? "",
    };
    rule.finish();
    return found;
  });
  if (rules.length === 0) throw fields.mistake("rules", "is empty");
  return { parameters, rules };
}
