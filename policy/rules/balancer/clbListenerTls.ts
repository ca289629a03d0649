import { resourceRule } from "../../core/rule";
import { checkTls, tlsOptions } from "./tls";

const type = "alicloud:slb/listener:Listener";
const listener = (tlsCipherPolicy: string) => ({
  type,
  name: "listener",
  props: { loadBalancerId: "lb-1", protocol: "https", frontendPort: 443, bandwidth: -1, tlsCipherPolicy },
});

export const clbListenerTls = resourceRule({
  name: "clb-listener-tls",
  title: "CLB listener requires TLS 1.2",
  description:
    "A CLB listener that terminates TLS uses a security policy that accepts TLS 1.2 or later only.",
  why: "TLS 1.0 and 1.1 have known weaknesses, and the default security policy of a listener accepts both.",
  severity: "medium",
  level: "advisory",
  tags: ["slb-all-listenter-tls-policy-check", "CKV_ALI_33", "slb_policy_with_insecure_tls_version_in_use"],
  hint: 'Set tlsCipherPolicy to "tls_cipher_policy_1_2".',
  type,
  reads: { [type]: ["protocol", "tlsCipherPolicy"] },
  options: tlsOptions,
  evaluate: (listener, { policies }) =>
    checkTls(listener, { protocol: "protocol", ends: ["HTTPS"], policy: "tlsCipherPolicy" }, policies),
  examples: { fails: [listener("tls_cipher_policy_1_0")], passes: [listener("tls_cipher_policy_1_2")] },
});
