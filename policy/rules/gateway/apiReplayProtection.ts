import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import { api } from "./exampleResources";
import { apiType as type } from "./stages";

const property = "forceNonceCheck";
const signed = ["APP", "APPOPENID"];
const withAppCode = ["HEADER", "HEADER_QUERY"];

export const apiReplayProtection = resourceRule({
  name: "api-replay-protection",
  title: "A signed call counts once",
  description: "An API whose callers sign, and send no AppCode, takes a call only with a nonce.",
  why: "Without a nonce, a signed call that somebody recorded can be sent again for 15 minutes.",
  severity: "low",
  level: "advisory",
  tags: [],
  remedy: "Let forceNonceCheck be true, once all callers send X-Ca-Nonce.",
  argument: "transform: { api: { forceNonceCheck: true } }",
  type,
  reads: { [type]: ["authType", "appCodeAuthType", property] },
  options: {},
  judge(resource) {
    return whenKnown("authType", resource.at("authType"), (authType) => {
      if (!signed.includes(String(authType))) return complies;
      return whenKnown("appCodeAuthType", resource.at("appCodeAuthType"), (appCode) => {
        if (withAppCode.includes(String(appCode))) return complies;
        return whenKnown(property, resource.at(property), (seen) =>
          seen === true ? complies : violates({ property, seen, wanted: "true" }),
        );
      });
    });
  },
  examples: {
    fails: [api({ appCodeAuthType: "DISABLE" })],
    passes: [api({ appCodeAuthType: "DISABLE", forceNonceCheck: true })],
  },
});
