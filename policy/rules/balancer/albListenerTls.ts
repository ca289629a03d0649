import { resourceRule } from "../../core/rule";
import { checkTls, tlsOptions } from "./tls";

const type = "alicloud:alb/listener:Listener";
const listener = (securityPolicyId: string) => ({
  type,
  name: "listener",
  props: {
    loadBalancerId: "alb-1",
    listenerPort: 443,
    listenerProtocol: "HTTPS",
    defaultActions: [],
    securityPolicyId,
  },
});

export const albListenerTls = resourceRule({
  name: "alb-listener-tls",
  title: "ALB listener requires TLS 1.2",
  description:
    "An ALB listener that terminates TLS uses a security policy that accepts TLS 1.2 or later only.",
  why: "TLS 1.0 and 1.1 have known weaknesses, and the default security policy of a listener accepts both.",
  severity: "medium",
  level: "advisory",
  tags: [],
  hint: 'Set securityPolicyId to "tls_cipher_policy_1_2".',
  type,
  reads: { [type]: ["listenerProtocol", "securityPolicyId"] },
  options: tlsOptions,
  evaluate: (listener, { policies }) =>
    checkTls(
      listener,
      { protocol: "listenerProtocol", ends: ["HTTPS", "QUIC"], policy: "securityPolicyId" },
      policies,
    ),
  examples: { fails: [listener("tls_cipher_policy_1_0")], passes: [listener("tls_cipher_policy_1_2")] },
});
