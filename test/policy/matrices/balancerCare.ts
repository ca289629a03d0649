import * as pack from "../../../policy/rules";
import { unknown } from "../../support/policyHarness";
import type { Matrix } from "../matrix";

const of = (type: string) => (props: Record<string, unknown>) => [{ type, name: "it", props }];
const noSource = "it comes from no other resource";

const alb = of("alicloud:alb/loadBalancer:LoadBalancer");
const nlb = of("alicloud:nlb/loadBalancer:LoadBalancer");
const clb = of("alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer");
const albServers = of("alicloud:alb/serverGroup:ServerGroup");
const nlbServers = of("alicloud:nlb/serverGroup:ServerGroup");
const clbListener = of("alicloud:slb/listener:Listener");
const albListener = of("alicloud:alb/listener:Listener");
const nlbListener = of("alicloud:nlb/listener:Listener");

const protection = (balancer: typeof alb): Matrix => ({
  absent: { resources: balancer({}), finds: "violation", says: /deletionProtectionEnabled is not set/ },
  unknown: { resources: balancer({ deletionProtectionEnabled: unknown }), finds: "undecided" },
  unknownButLinked: noSource,
  more: {
    "the other way to say it": {
      resources: balancer({ deletionProtectionConfig: { enabled: true } }),
      finds: "nothing",
    },
    "a no in the other way": {
      resources: balancer({ deletionProtectionConfig: { enabled: false } }),
      finds: "violation",
      says: /deletionProtectionConfig\.enabled is false/,
    },
    "a yes in one way and a no in the other": {
      resources: balancer({ deletionProtectionEnabled: true, deletionProtectionConfig: { enabled: false } }),
      finds: "violation",
    },
    "a yes in one way and nothing known of the other": {
      resources: balancer({ deletionProtectionEnabled: true, deletionProtectionConfig: unknown }),
      finds: "nothing",
    },
  },
});

const zones = (balancer: typeof alb): Matrix => ({
  absent: { resources: balancer({}), finds: "violation", says: /zoneMappings is not set/ },
  unknown: { resources: balancer({ zoneMappings: unknown }), finds: "undecided" },
  unknownButLinked: {
    resources: balancer({ zoneMappings: [{ zoneId: "a", vswitchId: unknown }, { zoneId: "b" }] }),
    finds: "nothing",
  },
  more: {
    "one zone twice": {
      resources: balancer({ zoneMappings: [{ zoneId: "a" }, { zoneId: "a" }] }),
      finds: "violation",
      says: /zoneMappings is \["a"\]/,
    },
    "a zone that may be the other": {
      resources: balancer({ zoneMappings: [{ zoneId: "a" }, { zoneId: unknown }] }),
      finds: "undecided",
    },
  },
});

const tls = (
  rule: { readonly name: string },
  listener: (policy: object) => ReturnType<typeof alb>,
  policy: string,
): Matrix => ({
  absent: {
    resources: listener({}),
    finds: "violation",
    says: /is not set, wanted one of tls_cipher_policy_1_2/,
  },
  unknown: { resources: listener({ [policy]: unknown }), finds: "undecided" },
  unknownButLinked: "what a policy of one's own takes is not in its id",
  more: {
    "a policy of one's own": { resources: listener({ [policy]: "spl-1" }), finds: "undecided" },
    "a policy of one's own that the team allows": {
      resources: listener({ [policy]: "spl-1" }),
      config: { [rule.name]: { policies: ["spl-1"] } },
      finds: "nothing",
    },
    "a listener without TLS": {
      resources: listener({ listenerProtocol: "HTTP", protocol: "http" }),
      finds: "nothing",
    },
  },
});

const ownPolicy = (type: string): Matrix => ({
  absent: { resources: of(type)({}), finds: "nothing" },
  unknown: { resources: of(type)({ tlsVersions: unknown }), finds: "undecided" },
  unknownButLinked: noSource,
  more: {
    "a version that is not known yet": {
      resources: of(type)({ tlsVersions: [unknown, "TLSv1.2"] }),
      finds: "undecided",
    },
    "TLS 1.0 besides 1.2": {
      resources: of(type)({ tlsVersions: ["TLSv1.2", "TLSv1.0"] }),
      finds: "violation",
      says: /tlsVersions\[1\] is "TLSv1\.0", wanted TLSv1\.2 or later/,
    },
    "1.3 besides 1.2": { resources: of(type)({ tlsVersions: ["TLSv1.2", "TLSv1.3"] }), finds: "nothing" },
  },
});

const list = (type: string, put: (entry: unknown) => Record<string, unknown>): Matrix => ({
  absent: { resources: of(type)({}), finds: "nothing" },
  unknown: { resources: of(type)(put(unknown)), finds: "undecided" },
  unknownButLinked: noSource,
  more: {
    "all of IPv6": { resources: of(type)(put("::/0")), finds: "violation" },
    "half of the Internet": { resources: of(type)(put("128.0.0.0/1")), finds: "violation" },
    "a large block": { resources: of(type)(put("10.0.0.0/8")), finds: "nothing" },
  },
});

export const balancerCareMatrices: Record<string, Matrix> = {
  [pack.albDeletionProtection.name]: protection(alb),
  [pack.nlbDeletionProtection.name]: protection(nlb),
  [pack.clbDeletionProtection.name]: {
    absent: { resources: clb({}), finds: "violation" },
    unknown: { resources: clb({ deleteProtection: unknown }), finds: "undecided" },
    unknownButLinked: noSource,
    more: { "a protection that is off": { resources: clb({ deleteProtection: "off" }), finds: "violation" } },
  },
  [pack.albMultiZone.name]: zones(alb),
  [pack.nlbMultiZone.name]: zones(nlb),
  [pack.clbMultiZone.name]: {
    absent: { resources: clb({}), finds: "nothing" },
    unknown: { resources: clb({ masterZoneId: "a", slaveZoneId: unknown }), finds: "undecided" },
    unknownButLinked: noSource,
  },
  [pack.albServerGroupHealthCheck.name]: {
    absent: { resources: albServers({}), finds: "violation" },
    unknown: {
      resources: albServers({ healthCheckConfig: { healthCheckEnabled: unknown } }),
      finds: "undecided",
    },
    unknownButLinked: noSource,
    more: { "a function": { resources: albServers({ serverGroupType: "Fc" }), finds: "nothing" } },
  },
  [pack.nlbServerGroupHealthCheck.name]: {
    absent: { resources: nlbServers({}), finds: "nothing" },
    unknown: { resources: nlbServers({ healthCheck: unknown }), finds: "undecided" },
    unknownButLinked: noSource,
  },
  [pack.clbListenerHealthCheck.name]: {
    absent: { resources: clbListener({}), finds: "nothing" },
    unknown: { resources: clbListener({ healthCheck: unknown }), finds: "undecided" },
    unknownButLinked: noSource,
  },
  [pack.albListenerTls.name]: tls(
    pack.albListenerTls,
    (more) => albListener({ listenerProtocol: "HTTPS", ...more }),
    "securityPolicyId",
  ),
  [pack.nlbListenerTls.name]: tls(
    pack.nlbListenerTls,
    (more) => nlbListener({ listenerProtocol: "TCPSSL", ...more }),
    "securityPolicyId",
  ),
  [pack.clbListenerTls.name]: tls(
    pack.clbListenerTls,
    (more) => clbListener({ protocol: "https", ...more }),
    "tlsCipherPolicy",
  ),
  [pack.albOwnTlsPolicy.name]: ownPolicy("alicloud:alb/securityPolicy:SecurityPolicy"),
  [pack.nlbOwnTlsPolicy.name]: ownPolicy("alicloud:nlb/securityPolicy:SecurityPolicy"),
  [pack.clbOwnTlsPolicy.name]: ownPolicy("alicloud:slb/tlsCipherPolicy:TlsCipherPolicy"),
  [pack.albAclNotWorld.name]: list("alicloud:alb/acl:Acl", (entry) => ({ aclEntries: [{ entry }] })),
  [pack.albAclEntryNotWorld.name]: list("alicloud:alb/aclEntryAttachment:AclEntryAttachment", (entry) => ({
    entries: [{ entry }],
  })),
  [pack.clbAclNotWorld.name]: list("alicloud:slb/acl:Acl", (entry) => ({ entryLists: [{ entry }] })),
  [pack.clbAclEntryNotWorld.name]: list("alicloud:slb/aclEntryAttachment:AclEntryAttachment", (entry) => ({
    entry,
  })),
};
