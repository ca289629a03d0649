import { ownPolicyRule } from "./tls";

export const clbOwnTlsPolicy = ownPolicyRule(
  {
    name: "clb-own-tls-policy",
    title: "A security policy for a CLB takes TLS 1.2 or later",
    tags: ["slb-all-listenter-tls-policy-check"],
    type: "alicloud:slb/tlsCipherPolicy:TlsCipherPolicy",
  },
  { tlsCipherPolicyName: "shop" },
);
