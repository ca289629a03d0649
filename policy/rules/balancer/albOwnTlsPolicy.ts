import { ownPolicyRule } from "./tls";

export const albOwnTlsPolicy = ownPolicyRule(
  {
    name: "alb-own-tls-policy",
    title: "A security policy for an ALB takes TLS 1.2 or later",
    tags: [],
    type: "alicloud:alb/securityPolicy:SecurityPolicy",
  },
  { securityPolicyName: "shop" },
);
