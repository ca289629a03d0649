import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import { api } from "./exampleResources";
import { apiType as type } from "./stages";

const property = "forceNonceCheck";
const signed = ["APP", "APPOPENID"];
const withAppCode = ["HEADER", "HEADER_QUERY"];

export const apiReplayProtection = resourceRule({
  name: "api-replay-protection",
  title: "Signed request requires a nonce",
  description: "An API whose callers sign their requests, and send no AppCode, requires a nonce.",
  why: "Without a nonce, a signed request that somebody has recorded can be replayed for 15 minutes.",
  severity: "low",
  level: "advisory",
  tags: [],
  hint: "Set forceNonceCheck to true, once all callers send X-Ca-Nonce.",
  argument: "transform: { api: { forceNonceCheck: true } }",
  type,
  reads: { [type]: ["authType", "appCodeAuthType", property] },
  options: {},
  evaluate(resource) {
    return whenKnown("authType", resource.get("authType"), (authType) => {
      if (!signed.includes(String(authType))) return complies;
      return whenKnown("appCodeAuthType", resource.get("appCodeAuthType"), (appCode) => {
        if (withAppCode.includes(String(appCode))) return complies;
        return whenKnown(property, resource.get(property), (actual) =>
          actual === true ? complies : violates({ property, actual, expected: "true" }),
        );
      });
    });
  },
  examples: {
    fails: [api({ appCodeAuthType: "DISABLE" })],
    passes: [api({ appCodeAuthType: "DISABLE", forceNonceCheck: true })],
  },
});
