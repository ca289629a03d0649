/** A program of our component in which something is wrong, and the rules that are to say so. */
export interface Twin {
  readonly name: string;
  /** What is written between the braces of its `VpcApi`. */
  readonly special: string;
  /** What the program makes beside it, out of \`api\`. @default nothing */
  readonly beside?: string;
  /**
   * What the pack is to say, a rule a line: the rule | type and name of the resource | the value seen and the one
   * wanted | what to change. Of a finding on several resources, one.
   */
  readonly violates: string;
}

/** What one rule is to say of one resource. */
export interface Expected {
  readonly rule: string;
  readonly resource: string;
  readonly says: string;
  readonly change: string;
}

export const expectedOf = ({ violates }: Twin): Expected[] =>
  violates
    .trim()
    .split("\n")
    .map((line) => {
      const [rule = "", resource = "", says = "", change = ""] = line.trim().split(" | ");
      return { rule, resource, says, change };
    });

export const twins: readonly Twin[] = [
  {
    name: "ways that lead elsewhere, and a rule that lets everything out",
    special: `
      transform: {
        vpcAccess: { name: "way", port: 81 },
        api: { httpVpcServiceConfig: { name: "another-way", path: "/", method: "GET", timeout: 1000 } },
        authorization: { stage: "TEST" },
        securityGroupRule: { type: "egress", cidrIp: "0.0.0.0/0", prefixListId: undefined, portRange: "-1/-1", ipProtocol: "all" },
      },`,
    beside: `
const elsewhere = new alicloud.vpc.Network("elsewhere", { cidrBlock: "172.20.0.0/16" });
new alicloud.apigateway.VpcAccess("stray", { name: "stray", vpcId: elsewhere.id, instanceId: api.nodes.clb.clb!.id, port: 80 });
const eip = new alicloud.ecs.EipAddress("open", {});
new alicloud.ecs.EipAssociation("open", { allocationId: eip.id, instanceId: api.nodes.clb.clb!.id, instanceType: "SlbInstance" });
const everybody = new alicloud.ecs.EcsPrefixList("everybody", {
  prefixListName: "everybody", addressFamily: "IPv4", maxEntries: 1, entries: [{ cidr: "0.0.0.0/0" }],
});
new alicloud.ecs.SecurityGroupRule("open", {
  securityGroupId: Object.values(api.nodes.securityGroup)[0]!.id, type: "ingress", ipProtocol: "tcp", portRange: "22/22", prefixListId: everybody.id,
});
const ofService = { securityGroupId: Object.values(api.nodes.securityGroup)[0]!.id, ipProtocol: "tcp" };
["8.0.0.0/6", "12.0.0.0/6", "16.0.0.0/6", "20.0.0.0/6"].forEach((cidrIp, index) => {
  new alicloud.ecs.SecurityGroupRule(\`part-${"$"}{index}\`, { ...ofService, type: "ingress", portRange: "23/23", cidrIp });
});
["1/32767", "32768/65535"].forEach((portRange) => {
  new alicloud.ecs.SecurityGroupRule(portRange, { ...ofService, type: "egress", portRange, cidrIp: "0.0.0.0/0" });
});
new alicloud.apigateway.Api("past", {
  name: "past", groupId: Object.values(api.nodes.group)[0]!.id, description: "past the VPC", authType: "APP",
  requestConfig: { protocol: "HTTPS", method: "GET", path: "/past", mode: "PASSTHROUGH" },
  serviceType: "HTTP", httpServiceConfig: { address: pulumi.interpolate\`http://${"$"}{api.nodes.clb.clb!.address}\`, path: "/", method: "GET", timeout: 1000 },
});`,
    violates: `
      api-backend-of-stack-private | Api past | serviceType is "HTTP", wanted "HTTP-VPC", as its back end shop-clb is of this stack | With VpcApi: routes makes back ends in the VPC
      api-vpc-backend-authorised | Api shop-get-items | httpVpcServiceConfig.name is "another-way", wanted the name of a VPC access authorization in its region | With VpcApi: routes names the component's own authorization
      app-authorization-stage-published | Authorization shop-shop_frontend-authorization | stage is "TEST", wanted RELEASE, where shop-get-items is published | With VpcApi: stages
      clb-backend-no-public-exposure | EipAssociation open | instanceId is set, and known later, wanted another target than shop-clb, which shop-access leads to | With VpcApi: balancer: { kind: "clb" } makes one without EIP
      sg-egress-not-all | SecurityGroupRule shop-ingress | cidrIp is "0.0.0.0/0", wanted certain addresses, or certain ports of every one | Name the ports or the addresses that the instances need
      sg-egress-together-not-all | SecurityGroup shop-security-group | portRange of 1/32767, 32768/65535, together, is ["1/32767 0.0.0.0/0","32768/65535 0.0.0.0/0"], wanted certain addresses, or certain ports of every one, for tcp | Name the ports or the addresses that the instances need
      sg-ingress-together-not-world | SecurityGroup shop-security-group | cidrIp of part-0, part-1, part-2, part-3, together, is ["8.0.0.0/6","12.0.0.0/6","16.0.0.0/6","20.0.0.0/6"], wanted certain addresses alone for tcp 23/23 | With VpcApi: the gateway's addresses are let in by themselves
      sg-ingress-prefix-list-not-world | SecurityGroupRule open | entries of everybody is ["0.0.0.0/0"], wanted certain addresses alone for tcp 22/22 | With VpcApi: the gateway's addresses are let in by themselves
      vpc-access-port-served | VpcAccess shop-access | port is 81, wanted the port of a listener of shop-clb, which has 80 | With VpcApi: balancer: { port: 80 }
      vpc-access-same-network | VpcAccess stray | vpcId is set, and known later, wanted "shop-vpc", which shop-clb is in | With VpcApi: network: both are in it`,
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
    violates: `
      alb-address-type-intranet | LoadBalancer shop-alb | addressType is "Internet", wanted "Intranet" | With VpcApi: balancer: { kind: "alb" } makes an intranet ALB
      alb-backend-address-type-intranet | LoadBalancer shop-alb | addressType is "Internet", wanted "Intranet", because shop-access leads the gateway to it | With VpcApi: balancer: { kind: "alb" } makes an intranet ALB
      alb-backend-no-public-exposure | LoadBalancer shop-alb | ipv6AddressType is "Internet", wanted "Intranet" | With VpcApi: balancer: { kind: "alb" } makes an intranet ALB
      alb-listener-tls | Listener shop-alb-listener | securityPolicyId is "tls_cipher_policy_1_0", wanted one of tls_cipher_policy_1_2, tls_cipher_policy_1_2_strict, tls_cipher_policy_1_2_strict_with_1_3 | Let securityPolicyId be tls_cipher_policy_1_2
      alb-multi-zone | LoadBalancer shop-alb | zoneMappings is ["cn-hangzhou-h"], wanted two zones or more | With VpcApi: network: { zones: 2 }
      alb-server-group-health-check | ServerGroup shop-alb-servers | healthCheckConfig.healthCheckEnabled is false, wanted true | With VpcApi: balancer: { healthCheckPath: … }`,
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
    violates: `
      api-authentication-required | Api shop-get-items | authType is "ANONYMOUS", wanted "APP", or a plug-in of type jwtAuth, basicAuth, remoteAuth in RELEASE | With VpcApi: routes["…"].auth: "app", or jwt
      api-group-custom-domain-bound | Group shop-group | domain is not set, wanted a domain of your own, bound to shop-group | With VpcApi: domains: [{ domain: "api.example.com" }]
      api-request-protocol-https | Api shop-get-items | requestConfig.protocol is "HTTP,HTTPS", wanted "HTTPS" | With VpcApi: routes["…"].protocols: ["HTTPS"]
      clb-address-type-intranet | ApplicationLoadBalancer shop-clb | addressType is "internet", wanted "intranet" | With VpcApi: balancer: { kind: "clb" } makes an intranet CLB
      clb-backend-address-type-intranet | ApplicationLoadBalancer shop-clb | addressType is "internet", wanted "intranet", because shop-access leads the gateway to it | With VpcApi: balancer: { kind: "clb" } makes an intranet CLB
      clb-listener-health-check | Listener shop-listener | healthCheck is "off", wanted "on" | With VpcApi: balancer: { healthCheckPath: … }
      clb-listener-tls | Listener shop-listener | tlsCipherPolicy is "tls_cipher_policy_1_0", wanted one of tls_cipher_policy_1_2, tls_cipher_policy_1_2_strict, tls_cipher_policy_1_2_strict_with_1_3 | Let tlsCipherPolicy be tls_cipher_policy_1_2
      clb-multi-zone | ApplicationLoadBalancer shop-clb | slaveZoneId is "cn-hangzhou-h", wanted another zone than masterZoneId | Let slaveZoneId be another zone than masterZoneId, or leave both to the service`,
  },
  {
    name: "an ALB that anybody may change and delete, and a domain of the cloud's own",
    special: `
      balancer: { kind: "alb" },
      domains: ["0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com"],`,
    beside: `
const callers = new alicloud.alb.Acl("callers", { aclName: "callers", aclEntries: [{ entry: "0.0.0.0/0" }] });
new alicloud.alb.AclEntryAttachment("everybody", { aclId: callers.id, entry: "0.0.0.0/0" });
new alicloud.alb.SecurityPolicy("old", { securityPolicyName: "old", tlsVersions: ["TLSv1.0", "TLSv1.2"], ciphers: ["ECDHE-RSA-AES128-SHA"] });`,
    violates: `
      alb-acl-entry-not-world | AclEntryAttachment everybody | entry is "0.0.0.0/0", wanted less than the whole Internet | Name those who may call, by address or block
      alb-acl-not-world | Acl callers | aclEntries[0] is "0.0.0.0/0", wanted less than the whole Internet | Name those who may call, by address or block
      alb-backend-change-protected | LoadBalancer shop-alb | modificationProtectionConfig.status is not set, wanted "ConsoleProtection" | With VpcApi: transform: { alb: { modificationProtectionConfig: { status: "ConsoleProtection" } } }
      alb-deletion-protection | LoadBalancer shop-alb | deletionProtectionEnabled is not set, wanted true | With VpcApi: transform: { alb: { deletionProtectionEnabled: true } }, or protect: true
      alb-own-tls-policy | SecurityPolicy old | tlsVersions[0] is "TLSv1.0", wanted TLSv1.2 or later | Take TLSv1.0 and TLSv1.1 out of tlsVersions
      api-group-custom-domain-not-default | CustomDomain shop-0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com-domain | domain is "0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com", wanted a domain of your own: what is below alicloudapi.com is the gateway's | With VpcApi: domains: [{ domain: "api.example.com" }]
      api-group-domain-certificate | CustomDomain shop-0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com-domain | fingerprint is not set, wanted that of a certificate for 0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com | With VpcApi: domains: [{ domain: "…", certificate: { id: "…" } }]
      api-group-domain-cname | CustomDomain shop-0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com-domain | the CNAME record of 0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com is not set, wanted one that leads to the group | With VpcApi: domains: [{ domain: "…", dns: { domain: "…" } }]`,
  },
  {
    name: "a CLB that anybody may change and delete, with what else nobody asked for",
    special: `
      service: { image: "latest" },
      transform: { api: { appCodeAuthType: "DISABLE" } },`,
    beside: `
const callers = new alicloud.slb.Acl("callers", { name: "callers", entryLists: [{ entry: "0.0.0.0/0" }] });
new alicloud.slb.AclEntryAttachment("everybody", { aclId: callers.id, entry: "0.0.0.0/0" });
new alicloud.slb.TlsCipherPolicy("old", { tlsCipherPolicyName: "old", tlsVersions: ["TLSv1.1", "TLSv1.2"], ciphers: ["AES256-SHA"] });`,
    violates: `
      api-group-domain-waf | CustomDomain shop-api.example.com-domain | domain of WAF 3.0 is not set, wanted "api.example.com" | Add the domain to WAF 3.0, or name it in protectedElsewhere
      api-log-store-configured | Group shop-group | slsProject is not set, wanted the project of a LogConfig of type PROVIDER that also has slsLogStore | With VpcApi: accessLog: {}
      api-replay-protection | Api shop-get-items | forceNonceCheck is not set, wanted true | With VpcApi: transform: { api: { forceNonceCheck: true } }
      api-traffic-control-attached | Api shop-get-items | pluginType of its plug-ins is not set, wanted "trafficControl" in RELEASE | With VpcApi: throttling: { perApi: 100 }
      clb-acl-entry-not-world | AclEntryAttachment everybody | entry is "0.0.0.0/0", wanted less than the whole Internet | Name those who may call, by address or block
      clb-acl-not-world | Acl callers | entryLists[0] is "0.0.0.0/0", wanted less than the whole Internet | Name those who may call, by address or block
      clb-backend-change-protected | ApplicationLoadBalancer shop-clb | modificationProtectionStatus is not set, wanted "ConsoleProtection" | With VpcApi: transform: { clb: { modificationProtectionStatus: "ConsoleProtection" } }
      clb-deletion-protection | ApplicationLoadBalancer shop-clb | deleteProtection is "off", wanted "on" | With VpcApi: transform: { clb: { deleteProtection: "on" } }, or protect: true
      clb-own-tls-policy | TlsCipherPolicy old | tlsVersions[0] is "TLSv1.1", wanted TLSv1.2 or later | Take TLSv1.0 and TLSv1.1 out of tlsVersions
      ecs-deletion-protection | Instance shop-instance-0 | deletionProtection is not set, wanted true | With VpcApi: protect: true
      ecs-image-pinned | Instance shop-instance-0 | imageId is "aliyun_3_x64_20G_alibase_20260101.vhd", wanted an image that does not change by itself | With VpcApi: service.image: "pinned", which is the default
      vpc-flow-log-active | Network shop-vpc | flow log is not set, wanted one of the VPC, or one of each vSwitch | Add a vpc.FlowLog of the VPC with a log project and store`,
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
          userData: "#!/bin/sh\\naliyun configure set --access-key-id LTAI5tEXAMPLEexample000\\n",
          vswitchId: undefined,
          tags: undefined,
        },
        securityGroupRule: { cidrIp: "0.0.0.0/0", prefixListId: undefined, portRange: "1/65535" },
        securityGroup: { description: undefined },
        group: { userLogConfig: { requestBody: true, requestHeaders: "*", responseBody: true } },
      },`,
    violates: `
      api-log-no-sensitive-capture | Group shop-group | userLogConfig.requestBody is true, wanted false | With VpcApi: transform: { group: { userLogConfig } }
      ecs-backend-no-public-ip | Instance shop-instance-0 | internetMaxBandwidthOut is 10, wanted 0 | With VpcApi: service puts instances without public addresses behind the gateway
      ecs-backend-two-zones | ServerGroupServerAttachment shop-server-0 | the zone of its instances is "one zone, with shop-instance-0", wanted at least two zones | With VpcApi: network.zones, service.instances and balancer
      ecs-disk-encrypted | Instance shop-instance-0 | systemDiskEncrypted is false, wanted true | With VpcApi: service.systemDisk.encrypted
      ecs-in-vpc | Instance shop-instance-0 | vswitchId is not set, wanted a vSwitch | With VpcApi: network makes the vSwitches, and service puts the instances there
      ecs-login-keypair | Instance shop-instance-0 | password is set, and not shown here, wanted no password | With VpcApi: service.keyPairName
      ecs-metadata-hardened | Instance shop-instance-0 | httpTokens is "optional", wanted "required" | With VpcApi: service: { … } asks for tokens by itself; take httpTokens out of transform
      ecs-no-public-ip | Instance shop-instance-0 | internetMaxBandwidthOut is 10, wanted 0 | With VpcApi: service makes instances without public addresses
      ecs-tagged | Instance shop-instance-0 | tags is not set, wanted at least one tag | With VpcApi: tags
      ecs-user-data-no-secret | Instance shop-instance-0 | userData is set, and not shown here, wanted no id of an AccessKey, which line 2 has | With VpcApi: service.cloudConfig, service.nginxConfig and service.pages
      sg-description | SecurityGroup shop-security-group | description is not set, wanted a text | With VpcApi: transform: { securityGroup: { description: "…" } }
      sg-ingress-from-gateway-only | SecurityGroupRule shop-ingress | cidrIp is "0.0.0.0/0", wanted addresses of the gateway or of the VPC | With VpcApi: the gateway's addresses are let in by themselves
      sg-ingress-not-world | SecurityGroupRule shop-ingress | cidrIp is "0.0.0.0/0", wanted certain addresses alone for tcp 1/65535 | With VpcApi: the gateway's addresses are let in by themselves`,
  },
  {
    name: "a gateway instance of one zone with old TLS that everybody may enter, and APIs that leave the VPC",
    special: `
      gateway: { zoneId: "cn-hangzhou-MAZ6(i,j,k)" },
      transform: {
        gatewayInstance: { zoneId: "cn-hangzhou-i", httpsPolicy: "HTTPS1_1_TLS1_0" },
        api: { serviceType: "HTTP", httpVpcServiceConfig: undefined, httpServiceConfig: { address: "http://example.com", path: "/", method: "GET", timeout: 1000 } },
      },`,
    beside: `
const vpc = Object.values(api.nodes.vpc)[0]!;
const vswitch = Object.values(api.nodes.vswitch)[0]!;
const nlb = new alicloud.nlb.LoadBalancer("open", {
  addressType: "Internet", vpcId: vpc.id, zoneMappings: [{ zoneId: vswitch.zoneId, vswitchId: vswitch.id }],
});
new alicloud.apigateway.VpcAccess("open", { name: "open", vpcId: vpc.id, instanceId: nlb.id, port: 443 });
const servers = new alicloud.nlb.ServerGroup("unchecked", { serverGroupName: "unchecked", vpcId: vpc.id, healthCheck: { healthCheckEnabled: false } });
new alicloud.nlb.Listener("old", {
  loadBalancerId: nlb.id, serverGroupId: servers.id, listenerPort: 443, listenerProtocol: "TCPSSL", securityPolicyId: "tls_cipher_policy_1_0",
});
new alicloud.nlb.SecurityPolicy("old", { tlsVersions: ["TLSv1.1"], ciphers: ["ECDHE-RSA-AES128-SHA"] });`,
    violates: `
      api-backend-private | Api shop-get-items | serviceType is "HTTP", wanted "HTTP-VPC" | With VpcApi: routes makes back ends in the VPC
      api-gateway-instance-acl | Instance shop-gateway | the access control list is not set, wanted one of type white | With VpcApi: gateway: { accessList: { allow: ["203.0.113.0/24"] } }
      api-gateway-instance-multi-zone | Instance shop-gateway | zoneId is "cn-hangzhou-i", wanted two zones or more | With VpcApi: gateway: { zoneId: "cn-hangzhou-MAZ6(i,j,k)" }
      api-gateway-instance-tls-policy | Instance shop-gateway | httpsPolicy is "HTTPS1_1_TLS1_0", wanted one of HTTPS2_TLS1_2, HTTPS2_TLS1_3 | With VpcApi: gateway: { httpsPolicy: "HTTPS2_TLS1_2" }
      nlb-address-type-intranet | LoadBalancer open | addressType is "Internet", wanted "Intranet" | Let addressType be Intranet, or name the NLB in publicLoadBalancers if the gateway does not call it
      nlb-backend-no-public-exposure | LoadBalancer open | addressType is "Internet", wanted "Intranet", because open leads the gateway to it | Let addressType be Intranet, and remove what else makes the NLB public
      nlb-deletion-protection | LoadBalancer open | deletionProtectionEnabled is not set, wanted true | Let deletionProtectionEnabled be true, and deletionProtectionConfig.enabled where it is set
      nlb-listener-tls | Listener old | securityPolicyId is "tls_cipher_policy_1_0", wanted one of tls_cipher_policy_1_2, tls_cipher_policy_1_2_strict, tls_cipher_policy_1_2_strict_with_1_3 | Let securityPolicyId be tls_cipher_policy_1_2
      nlb-multi-zone | LoadBalancer open | zoneMappings is ["cn-hangzhou-h"], wanted two zones or more | Add a zone mapping in another zone
      nlb-own-tls-policy | SecurityPolicy old | tlsVersions[0] is "TLSv1.1", wanted TLSv1.2 or later | Take TLSv1.0 and TLSv1.1 out of tlsVersions
      nlb-server-group-health-check | ServerGroup unchecked | healthCheck.healthCheckEnabled is false, wanted true | Take healthCheck.healthCheckEnabled out, or let it be true`,
  },
];
