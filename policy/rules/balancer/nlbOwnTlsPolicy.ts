import { ownPolicyRule } from "./tls";

export const nlbOwnTlsPolicy = ownPolicyRule(
  {
    name: "nlb-own-tls-policy",
    title: "A security policy for an NLB takes TLS 1.2 or later",
    tags: [],
    type: "alicloud:nlb/securityPolicy:SecurityPolicy",
  },
  { securityPolicyName: "shop" },
);
