import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import { instance } from "./exampleResources";

const type = "alicloud:apigateway/instance:Instance";
const property = "httpsPolicy";

export const apiGatewayInstanceTlsPolicy = resourceRule({
  name: "api-gateway-instance-tls-policy",
  title: "A gateway instance takes TLS 1.2 or later",
  description: "A gateway instance has an HTTPS policy that takes no TLS before 1.2.",
  why: "TLS 1.0 and 1.1 have known weaknesses, and no client of these days needs them.",
  severity: "medium",
  level: "mandatory",
  tags: ["api-gateway-group-https-policy-check"],
  remedy: "Let httpsPolicy be HTTPS2_TLS1_2.",
  argument: 'gateway: { httpsPolicy: "HTTPS2_TLS1_2" }',
  type,
  reads: { [type]: [property] },
  options: {
    httpsPolicies: strings(["HTTPS2_TLS1_2", "HTTPS2_TLS1_3"], "Policies that an instance may have."),
  },
  judge: (resource, { httpsPolicies }) =>
    whenKnown(property, resource.at(property), (seen) =>
      typeof seen === "string" && httpsPolicies.includes(seen)
        ? complies
        : violates({ property, seen, wanted: `one of ${httpsPolicies.join(", ")}` }),
    ),
  examples: { fails: [instance({ httpsPolicy: "HTTPS2_TLS1_0" })], passes: [instance()] },
});
