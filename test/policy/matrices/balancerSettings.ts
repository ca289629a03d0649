import * as pack from "../../../policy/rules";
import { unknown } from "../../support/policyHarness";
import type { Matrix } from "../matrix";

const of = (type: string) => (props: Record<string, unknown>) => [{ type, name: "it", props }];
const noSource = "the property does not depend on other resources";

const alb = of("alicloud:alb/loadBalancer:LoadBalancer");
const nlb = of("alicloud:nlb/loadBalancer:LoadBalancer");
const clb = of("alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer");
const logAttachment = (props: Record<string, unknown>) => [
  {
    type: "alicloud:alb/loadBalancerAccessLogConfigAttachment:LoadBalancerAccessLogConfigAttachment",
    name: "log",
    props,
  },
];
const albServers = of("alicloud:alb/serverGroup:ServerGroup");
const nlbServers = of("alicloud:nlb/serverGroup:ServerGroup");
const clbListener = of("alicloud:slb/listener:Listener");
const albListener = of("alicloud:alb/listener:Listener");
const nlbListener = of("alicloud:nlb/listener:Listener");

const protection = (balancer: typeof alb): Matrix => ({
  absent: { resources: balancer({}), finds: "violation", says: /deletionProtectionEnabled: not set/ },
  unknown: { resources: balancer({ deletionProtectionEnabled: unknown }), finds: "undecided" },
  unknownButLinked: noSource,
  more: {
    "the equivalent property": {
      resources: balancer({ deletionProtectionConfig: { enabled: true } }),
      finds: "nothing",
    },
    "false in the equivalent property": {
      resources: balancer({ deletionProtectionConfig: { enabled: false } }),
      finds: "violation",
      says: /deletionProtectionConfig\.enabled: found false/,
    },
    "true in one property and false in the other": {
      resources: balancer({ deletionProtectionEnabled: true, deletionProtectionConfig: { enabled: false } }),
      finds: "violation",
    },
    "true in one property and an unknown other one": {
      resources: balancer({ deletionProtectionEnabled: true, deletionProtectionConfig: unknown }),
      finds: "nothing",
    },
  },
});

const zones = (balancer: typeof alb): Matrix => ({
  absent: { resources: balancer({}), finds: "violation", says: /zoneMappings: not set/ },
  unknown: { resources: balancer({ zoneMappings: unknown }), finds: "undecided" },
  unknownButLinked: {
    resources: balancer({ zoneMappings: [{ zoneId: "a", vswitchId: unknown }, { zoneId: "b" }] }),
    finds: "nothing",
  },
  more: {
    "one zone twice": {
      resources: balancer({ zoneMappings: [{ zoneId: "a" }, { zoneId: "a" }] }),
      finds: "violation",
      says: /zoneMappings: found \["a"\]/,
    },
    "an unknown second zone": {
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
    says: /not set, expected one of tls_cipher_policy_1_2/,
  },
  unknown: { resources: listener({ [policy]: unknown }), finds: "undecided" },
  unknownButLinked: "the ID of a custom policy does not show its TLS versions",
  more: {
    "a custom policy": { resources: listener({ [policy]: "spl-1" }), finds: "undecided" },
    "a custom policy that the option lists": {
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
    "an unknown version": {
      resources: of(type)({ tlsVersions: [unknown, "TLSv1.2"] }),
      finds: "undecided",
    },
    "TLS 1.0 and 1.2": {
      resources: of(type)({ tlsVersions: ["TLSv1.2", "TLSv1.0"] }),
      finds: "violation",
      says: /tlsVersions\[1\]: found "TLSv1\.0", expected TLSv1\.2 or later/,
    },
    "TLS 1.3 and 1.2": { resources: of(type)({ tlsVersions: ["TLSv1.2", "TLSv1.3"] }), finds: "nothing" },
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

export const balancerSettingsMatrices: Record<string, Matrix> = {
  [pack.albDeletionProtection.name]: protection(alb),
  [pack.nlbDeletionProtection.name]: protection(nlb),
  [pack.clbDeletionProtection.name]: {
    absent: { resources: clb({}), finds: "violation" },
    unknown: { resources: clb({ deleteProtection: unknown }), finds: "undecided" },
    unknownButLinked: noSource,
    more: { "a protection that is off": { resources: clb({ deleteProtection: "off" }), finds: "violation" } },
  },
  [pack.albAccessLog.name]: {
    absent: { resources: alb({}), finds: "violation", says: /accessLogConfig\.logProject: not set/ },
    unknown: { resources: alb({ accessLogConfig: unknown }), finds: "undecided" },
    unknownButLinked: {
      resources: alb({ accessLogConfig: { logProject: unknown, logStore: unknown } }),
      finds: "nothing",
    },
    more: {
      "an access log without a Logstore": {
        resources: alb({ accessLogConfig: { logProject: "shop" } }),
        finds: "violation",
        says: /accessLogConfig\.logStore: not set/,
      },
      "an access log with an empty project": {
        resources: alb({ accessLogConfig: { logProject: "", logStore: "alb" } }),
        finds: "violation",
        says: /accessLogConfig\.logProject: found ""/,
      },
      "an attached access log": {
        resources: [...alb({}), ...logAttachment({ loadBalancerId: { ref: "it" } })],
        finds: "nothing",
      },
      "an access log of another ALB": {
        resources: [...alb({}), ...logAttachment({ loadBalancerId: "alb-1" })],
        finds: "violation",
      },
      "an access log of an unknown ALB": {
        resources: [...alb({}), ...logAttachment({ loadBalancerId: unknown })],
        finds: "undecided",
        says: /an access log of the stack may belong to it/,
      },
    },
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
