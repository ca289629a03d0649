import { ownPolicyRule } from "./tls";

export const clbOwnTlsPolicy = ownPolicyRule(
  {
    name: "clb-own-tls-policy",
    title: "Custom security policy of CLB requires TLS 1.2",
    tags: ["slb-all-listenter-tls-policy-check"],
    type: "alicloud:slb/tlsCipherPolicy:TlsCipherPolicy",
  },
  { tlsCipherPolicyName: "shop" },
);
