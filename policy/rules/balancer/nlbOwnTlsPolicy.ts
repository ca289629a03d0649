import { ownPolicyRule } from "./tls";

export const nlbOwnTlsPolicy = ownPolicyRule(
  {
    name: "nlb-own-tls-policy",
    title: "Custom security policy of NLB requires TLS 1.2",
    tags: [],
    type: "alicloud:nlb/securityPolicy:SecurityPolicy",
  },
  { securityPolicyName: "shop" },
);
