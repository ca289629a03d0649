/** A program of our component in which something is wrong, and the rules that are to say so. */
export interface Twin {
  readonly name: string;
  /** What is written between the braces of its `VpcApi`. */
  readonly special: string;
  readonly violates: readonly string[];
}

/** Rules that no preview of a twin of ours has violated yet: they are tried by their matrices alone. */
export const withoutTwin: readonly string[] = [
  "api-backend-of-stack-private",
  "api-replay-protection",
  "api-vpc-backend-authorised",
  "clb-backend-no-public-exposure",
  "ecs-image-pinned",
  "ecs-user-data-no-secret",
  "nlb-backend-no-public-exposure",
  "sg-ingress-prefix-list-not-world",
  "vpc-access-same-network",
];

export const twins: readonly Twin[] = [
  {
    name: "ways that lead elsewhere, and a rule that lets everything out",
    special: `
      transform: {
        vpcAccess: { port: 81 },
        authorization: { stage: "TEST" },
        securityGroupRule: { type: "egress", cidrIp: "0.0.0.0/0", prefixListId: undefined, portRange: "-1/-1", ipProtocol: "all" },
      },`,
    violates: ["app-authorization-stage-published", "sg-egress-not-all", "vpc-access-port-served"],
  },
  {
    name: "an ALB that the Internet reaches, over a listener without TLS of these days, in one zone",
    special: `
      balancer: { kind: "alb" },
      transform: {
        alb: {
          addressType: "Internet",
          addressIpVersion: "DualStack",
          ipv6AddressType: "Internet",
          zoneMappings: [{ zoneId: "cn-hangzhou-h", vswitchId: "vsw-1" }],
        },
        albServerGroup: { healthCheckConfig: { healthCheckEnabled: false } },
        albListener: { listenerProtocol: "HTTPS", securityPolicyId: "tls_cipher_policy_1_0" },
      },`,
    violates: [
      "alb-address-type-intranet",
      "alb-backend-address-type-intranet",
      "alb-backend-no-public-exposure",
      "alb-multi-zone",
      "alb-server-group-health-check",
      "alb-listener-tls",
    ],
  },
  {
    name: "a CLB that the Internet reaches and that checks nobody, and APIs that anybody calls over HTTP, with no domain",
    special: `
      domains: [],
      transform: {
        clb: { addressType: "internet", masterZoneId: "cn-hangzhou-h", slaveZoneId: "cn-hangzhou-h" },
        clbListener: { protocol: "https", healthCheck: "off", tlsCipherPolicy: "tls_cipher_policy_1_0" },
        api: {
          authType: "ANONYMOUS",
          requestConfig: { protocol: "HTTP,HTTPS" },
          stageNames: ["RELEASE"],
        },
      },`,
    violates: [
      "api-authentication-required",
      "api-request-protocol-https",
      "api-group-custom-domain-bound",
      "clb-address-type-intranet",
      "clb-backend-address-type-intranet",
      "clb-listener-health-check",
      "clb-listener-tls",
      "clb-multi-zone",
    ],
  },
  {
    name: "an ALB that anybody may change and delete, and a domain of the cloud's own",
    special: `
      balancer: { kind: "alb" },
      domains: ["0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com"],`,
    violates: [
      "alb-backend-change-protected",
      "alb-deletion-protection",
      "api-group-custom-domain-not-default",
    ],
  },
  {
    name: "a CLB that anybody may change and delete, with what else nobody asked for",
    special: "",
    violates: [
      "clb-backend-change-protected",
      "clb-deletion-protection",
      "api-group-domain-waf",
      "api-log-store-configured",
      "api-traffic-control-attached",
      "ecs-deletion-protection",
      "vpc-flow-log-active",
    ],
  },
  {
    name: "instances that the Internet reaches, in one zone, with a password and a secret",
    special: `
      network: { zones: 1 },
      service: { systemDisk: { encrypted: false } },
      transform: {
        instance: {
          internetMaxBandwidthOut: 10,
          httpTokens: "optional",
          password: "Canary-1234",
          vswitchId: undefined,
          tags: undefined,
        },
        securityGroupRule: { cidrIp: "0.0.0.0/0", prefixListId: undefined, portRange: "1/65535" },
        securityGroup: { description: undefined },
        group: { userLogConfig: { requestBody: true, requestHeaders: "*", responseBody: true } },
      },`,
    violates: [
      "ecs-disk-encrypted",
      "ecs-in-vpc",
      "ecs-no-public-ip",
      "ecs-backend-no-public-ip",
      "ecs-backend-two-zones",
      "ecs-metadata-hardened",
      "ecs-login-keypair",
      "ecs-tagged",
      "sg-ingress-not-world",
      "sg-ingress-from-gateway-only",
      "sg-description",
      "api-log-no-sensitive-capture",
    ],
  },
  {
    name: "a gateway instance of one zone with old TLS that everybody may enter, and APIs that leave the VPC",
    special: `
      gateway: { zoneId: "cn-hangzhou-MAZ6(i,j,k)" },
      transform: {
        gatewayInstance: { zoneId: "cn-hangzhou-i", httpsPolicy: "HTTPS1_1_TLS1_0" },
        api: { serviceType: "HTTP", httpVpcServiceConfig: undefined, httpServiceConfig: { address: "http://example.com", path: "/", method: "GET", timeout: 1000 } },
      },`,
    violates: [
      "api-gateway-instance-acl",
      "api-gateway-instance-multi-zone",
      "api-gateway-instance-tls-policy",
      "api-backend-private",
    ],
  },
];
