import { resourceRule } from "../../core/rule";
import { tlsOptions, tlsVerdict } from "./tls";

const type = "alicloud:slb/listener:Listener";
const listener = (tlsCipherPolicy: string) => ({
  type,
  name: "listener",
  props: { loadBalancerId: "lb-1", protocol: "https", frontendPort: 443, bandwidth: -1, tlsCipherPolicy },
});

export const clbListenerTls = resourceRule({
  name: "clb-listener-tls",
  title: "A CLB takes TLS 1.2 or later",
  description: "A listener that ends TLS has a security policy that takes none before 1.2.",
  why: "TLS 1.0 and 1.1 have known weaknesses; what a listener takes unless told otherwise has them.",
  severity: "medium",
  level: "advisory",
  tags: ["slb-all-listenter-tls-policy-check", "CKV_ALI_33", "slb_policy_with_insecure_tls_version_in_use"],
  remedy: "Let tlsCipherPolicy be tls_cipher_policy_1_2.",
  type,
  reads: { [type]: ["protocol", "tlsCipherPolicy"] },
  options: tlsOptions,
  judge: (listener, { policies }) =>
    tlsVerdict(listener, { protocol: "protocol", ends: ["HTTPS"], policy: "tlsCipherPolicy" }, policies),
  examples: { fails: [listener("tls_cipher_policy_1_0")], passes: [listener("tls_cipher_policy_1_2")] },
});
