import type { AccessRule } from "../../plugins/accessControl";
import { interpolate } from "../../plugins/parameters";
import type { Handler } from "../context";
import { GatewayError } from "../errors";
import { pluginInEffect } from "../plugins";
import { requestValue } from "../values";

/** Applies the first matching rule of a plug-in. Assumption: a request without a matching rule passes. */
export const controlAccess: Handler = {
  name: "access-control",
  title: "Access rules",
  handle(context) {
    const found = pluginInEffect(context, "accessControl");
    if (!found) return;
    const { parameters, rules } = found.document;
    const value = (name: string): unknown => {
      const place = parameters.get(name);
      return place && requestValue(context, place);
    };
    for (const rule of rules) {
      const verdict = rule.holds(value) ? rule.ifTrue : rule.ifFalse;
      if (verdict === "ALLOW") return;
      if (verdict === "DENY") throw denial(rule, value);
    }
  },
};

function denial(rule: AccessRule, value: (name: string) => unknown): GatewayError {
  const message = interpolate(rule.errorMessage || `Access Denied By Rule ${rule.name}`, value);
  const headers = [...rule.responseHeaders].map(([name, text]) => [name, interpolate(text, value)] as const);
  return new GatewayError("A403AC", { message }, undefined, {
    status: rule.statusCode,
    headers: Object.fromEntries(headers),
    body: interpolate(rule.responseBody, value),
  });
}
