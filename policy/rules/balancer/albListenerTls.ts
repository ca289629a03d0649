import { resourceRule } from "../../core/rule";
import { tlsOptions, tlsVerdict } from "./tls";

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
  title: "An ALB takes TLS 1.2 or later",
  description: "A listener that ends TLS has a security policy that takes none before 1.2.",
  why: "TLS 1.0 and 1.1 have known weaknesses; what a listener takes unless told otherwise has them.",
  severity: "medium",
  level: "advisory",
  tags: ["alb_listening_on_http"],
  remedy: "Let securityPolicyId be tls_cipher_policy_1_2.",
  type,
  reads: { [type]: ["listenerProtocol", "securityPolicyId"] },
  options: tlsOptions,
  judge: (listener, { policies }) =>
    tlsVerdict(
      listener,
      { protocol: "listenerProtocol", ends: ["HTTPS", "QUIC"], policy: "securityPolicyId" },
      policies,
    ),
  examples: { fails: [listener("tls_cipher_policy_1_0")], passes: [listener("tls_cipher_policy_1_2")] },
});
