import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { complies, violates, whenKnown } from "../../core/verdict";
import { instance } from "./exampleResources";

const type = "alicloud:apigateway/instance:Instance";
const property = "httpsPolicy";

export const apiGatewayInstanceTlsPolicy = resourceRule({
  name: "api-gateway-instance-tls-policy",
  title: "Gateway instance requires TLS 1.2",
  description: "The HTTPS policy of a gateway instance accepts TLS 1.2 or later only.",
  why: "TLS 1.0 and 1.1 have known weaknesses, and no current client needs them.",
  severity: "medium",
  level: "mandatory",
  tags: ["api-gateway-group-https-policy-check"],
  hint: 'Set httpsPolicy to "HTTPS2_TLS1_2".',
  argument: 'gateway: { httpsPolicy: "HTTPS2_TLS1_2" }',
  type,
  reads: { [type]: [property] },
  options: {
    httpsPolicies: strings(["HTTPS2_TLS1_2", "HTTPS2_TLS1_3"], "HTTPS policies that an instance may use."),
  },
  evaluate: (resource, { httpsPolicies }) =>
    whenKnown(property, resource.get(property), (actual) =>
      typeof actual === "string" && httpsPolicies.includes(actual)
        ? complies
        : violates({ property, actual, expected: `one of ${httpsPolicies.join(", ")}` }),
    ),
  examples: { fails: [instance({ httpsPolicy: "HTTPS2_TLS1_0" })], passes: [instance()] },
});
