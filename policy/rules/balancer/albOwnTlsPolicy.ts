import { ownPolicyRule } from "./tls";

export const albOwnTlsPolicy = ownPolicyRule(
  {
    name: "alb-own-tls-policy",
    title: "Custom security policy of ALB requires TLS 1.2",
    tags: [],
    type: "alicloud:alb/securityPolicy:SecurityPolicy",
  },
  { securityPolicyName: "shop" },
);
