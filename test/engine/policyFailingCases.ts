/** A program that violates rules, and the findings that it must cause. */
export interface FailingCase {
  readonly name: string;
  /** Arguments of its `VpcApi`. */
  readonly special: string;
  /** Further statements of the program, which may use `api`. @default none */
  readonly beside?: string;
  /**
   * Expected findings, one a line: rule | type and name of the resource | actual and expected value | hint or argument.
   * Of a finding on several resources, one.
   */
  readonly violates: string;
}

/** An expected finding. */
export interface Expected {
  readonly rule: string;
  readonly resource: string;
  readonly says: string;
  readonly fix: string;
}

export const parseExpected = ({ violates }: FailingCase): Expected[] =>
  violates
    .trim()
    .split("\n")
    .map((line) => {
      const [rule = "", resource = "", says = "", fix = ""] = line.trim().split(" | ");
      return { rule, resource, says, fix };
    });

export const failingCases: readonly FailingCase[] = [
  {
    name: "wrong back ends and open security group rules",
    special: `
      accessLog: {},
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
      api-backend-of-stack-private | Api past | serviceType: found "HTTP", expected "HTTP-VPC", because its back end shop-clb is in this stack | Set serviceType to "HTTP-VPC", with a VPC access authorization for the back end
      api-vpc-backend-authorised | Api shop-get-items | httpVpcServiceConfig.name: found "another-way", expected the name of a VPC access authorization in its region | VpcApi argument: routes
      app-authorization-stage-published | Authorization shop-shop_frontend-authorization | stage: found "TEST", expected RELEASE, where shop-get-items is published | VpcApi argument: stages
      log-store-retention | Store shop-log-store | retentionPeriod: found 30, expected 90 or more | VpcApi argument: accessLog: { retentionDays: 90 }
      clb-backend-no-public-exposure | EipAssociation open | instanceId: set (unknown at preview), expected another target than shop-clb, a back end of shop-access | Remove open, which gives shop-clb a public address
      sg-egress-not-all | SecurityGroupRule shop-ingress | cidrIp: found "0.0.0.0/0", expected limited addresses or ports | Limit the rule to the ports or addresses that the instances need
      sg-egress-together-not-all | SecurityGroup shop-security-group | portRange of 1/32767, 32768/65535 together: found ["1/32767 0.0.0.0/0","32768/65535 0.0.0.0/0"], expected limited addresses or ports for tcp | Limit the rules to the ports or addresses that the instances need
      sg-ingress-together-not-world | SecurityGroup shop-security-group | cidrIp of part-0, part-1, part-2, part-3 together: found ["8.0.0.0/6","12.0.0.0/6","16.0.0.0/6","20.0.0.0/6"], expected limited addresses for tcp 23/23 | VpcApi argument: transform.securityGroupRule (VpcApi allows the gateway by default)
      sg-ingress-prefix-list-not-world | SecurityGroupRule open | entries of everybody: found ["0.0.0.0/0"], expected limited addresses for tcp 22/22 | Remove the blocks from the prefix list, or use another prefix list in the security group
      vpc-access-port-served | VpcAccess shop-access | port: found 81, expected a listener port of shop-clb (80) | VpcApi argument: balancer: { port: 80 }
      vpc-access-same-network | VpcAccess stray | vpcId: set (unknown at preview), expected "shop-vpc", the VPC of shop-clb | Set vpcId to the VPC of the back end`,
  },
  {
    name: "a public ALB with outdated TLS in one zone",
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
    beside: `
new alicloud.alb.Listener("plain", {
  loadBalancerId: Object.values(api.nodes.alb)[0]!.id, listenerPort: 8081, listenerProtocol: "HTTP",
  defaultActions: [{
    type: "ForwardGroup",
    forwardGroupConfig: { serverGroupTuples: [{ serverGroupId: Object.values(api.nodes.albServerGroup)[0]!.id }] },
  }],
});`,
    violates: `
      alb-backend-address-type-intranet | LoadBalancer shop-alb | addressType: found "Internet", expected "Intranet", because shop-access authorizes the gateway to call it | VpcApi argument: balancer: { kind: "alb" }
      alb-backend-no-public-exposure | LoadBalancer shop-alb | ipv6AddressType: found "Internet", expected "Intranet" | VpcApi argument: balancer: { kind: "alb" }
      alb-listener-https | Listener plain | listenerProtocol: found "HTTP", expected "HTTPS", or a redirect to HTTPS | Use an HTTPS listener, or add a rule that redirects /* to HTTPS
      alb-listener-tls | Listener shop-alb-listener | securityPolicyId: found "tls_cipher_policy_1_0", expected one of tls_cipher_policy_1_2, tls_cipher_policy_1_2_strict, tls_cipher_policy_1_2_strict_with_1_3 | Set securityPolicyId to "tls_cipher_policy_1_2"
      alb-multi-zone | LoadBalancer shop-alb | zoneMappings: found ["cn-hangzhou-h"], expected at least two zones | VpcApi argument: network: { zones: 2 }
      alb-server-group-health-check | ServerGroup shop-alb-servers | healthCheckConfig.healthCheckEnabled: found false, expected true | VpcApi argument: balancer: { healthCheckPath: … }`,
  },
  {
    name: "a public CLB, and anonymous APIs over HTTP without a custom domain",
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
      api-authentication-required | Api shop-get-items | authType: found "ANONYMOUS", expected "APP", or a plug-in of type jwtAuth, basicAuth, remoteAuth in RELEASE | VpcApi argument: routes["…"].auth: "app" or jwt
      api-group-custom-domain-bound | Group shop-group | domain: not set, expected a custom domain bound to shop-group | VpcApi argument: domains: [{ domain: "api.example.com" }]
      api-request-protocol-https | Api shop-get-items | requestConfig.protocol: found "HTTP,HTTPS", expected "HTTPS" | VpcApi argument: routes["…"].protocols: ["HTTPS"]
      clb-access-log | ApplicationLoadBalancer shop-clb | access log: not set, expected a Logstore with the access log | Create a log.Audit with slb_access_enabled
      clb-backend-address-type-intranet | ApplicationLoadBalancer shop-clb | addressType: found "internet", expected "intranet", because shop-access authorizes the gateway to call it | VpcApi argument: balancer: { kind: "clb" }
      clb-backend-callers-limited | Listener shop-listener | aclStatus: found "off", expected "on" | Set aclStatus to "on", aclType to "white"
      clb-listener-health-check | Listener shop-listener | healthCheck: found "off", expected "on" | VpcApi argument: balancer: { healthCheckPath: … }
      clb-listener-tls | Listener shop-listener | tlsCipherPolicy: found "tls_cipher_policy_1_0", expected one of tls_cipher_policy_1_2, tls_cipher_policy_1_2_strict, tls_cipher_policy_1_2_strict_with_1_3 | Set tlsCipherPolicy to "tls_cipher_policy_1_2"
      clb-multi-zone | ApplicationLoadBalancer shop-clb | slaveZoneId: found "cn-hangzhou-h", expected another zone than masterZoneId | Set slaveZoneId to another zone than masterZoneId, or leave out both`,
  },
  {
    name: "an unprotected ALB, and a default domain of the gateway",
    special: `
      balancer: { kind: "alb" },
      domains: ["0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com"],`,
    beside: `
const callers = new alicloud.alb.Acl("callers", { aclName: "callers", aclEntries: [{ entry: "0.0.0.0/0" }] });
new alicloud.alb.AclEntryAttachment("everybody", { aclId: callers.id, entry: "0.0.0.0/0" });
new alicloud.alb.SecurityPolicy("old", { securityPolicyName: "old", tlsVersions: ["TLSv1.0", "TLSv1.2"], ciphers: ["ECDHE-RSA-AES128-SHA"] });`,
    violates: `
      alb-access-log | LoadBalancer shop-alb | accessLogConfig.logProject: not set, expected a name | VpcApi argument: transform: { alb: { accessLogConfig: { logProject: "…", logStore: "…" } } }
      alb-acl-entry-not-world | AclEntryAttachment everybody | entry: found "0.0.0.0/0", expected a block smaller than 1/16 of the Internet | Use the addresses or CIDR blocks of the clients that may connect
      alb-acl-not-world | Acl callers | aclEntries[0]: found "0.0.0.0/0", expected a block smaller than 1/16 of the Internet | Use the addresses or CIDR blocks of the clients that may connect
      alb-backend-change-protected | LoadBalancer shop-alb | modificationProtectionConfig.status: not set, expected "ConsoleProtection" | VpcApi argument: transform: { alb: { modificationProtectionConfig: { status: "ConsoleProtection" } } }
      alb-deletion-protection | LoadBalancer shop-alb | deletionProtectionEnabled: not set, expected true | VpcApi argument: transform: { alb: { deletionProtectionEnabled: true } } or protect: true
      alb-own-tls-policy | SecurityPolicy old | tlsVersions[0]: found "TLSv1.0", expected TLSv1.2 or later | Remove TLSv1.0 and TLSv1.1 from tlsVersions
      api-group-custom-domain-not-default | CustomDomain shop-0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com-domain | domain: found "0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com", expected a custom domain: subdomains of alicloudapi.com belong to the gateway | VpcApi argument: domains: [{ domain: "api.example.com" }]
      api-group-domain-certificate | CustomDomain shop-0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com-domain | fingerprint: not set, expected a certificate for 0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com | VpcApi argument: domains: [{ domain: "…", certificate: { id: "…" } }]
      api-group-domain-cname | CustomDomain shop-0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com-domain | the CNAME record of 0123456789abcdef0123456789abcdef-cn-hangzhou.alicloudapi.com: not set, expected a record that points to the group | VpcApi argument: domains: [{ domain: "…", dns: { domain: "…" } }]`,
  },
  {
    name: "an unprotected CLB, and missing logs and limits",
    special: `
      service: { image: "latest" },
      transform: {
        api: { appCodeAuthType: "DISABLE" },
        customDomain: { redirect: false },
        instance: { imageId: "aliyun_3_x64" },
      },`,
    beside: `
const callers = new alicloud.slb.Acl("callers", { name: "callers", entryLists: [{ entry: "0.0.0.0/0" }] });
new alicloud.slb.AclEntryAttachment("everybody", { aclId: callers.id, entry: "0.0.0.0/0" });
export const initialPassword = "Canary-1234";
const administrator = new alicloud.ram.Role("administrator", { roleName: "administrator", assumeRolePolicyDocument: "{}" });
new alicloud.ram.RolePolicyAttachment("rights", { roleName: administrator.id, policyName: "AdministratorAccess", policyType: "System" });
new alicloud.ecs.RamRoleAttachment("administrator", {
  instanceId: Object.values(api.nodes.instance)[0]!.id, ramRoleName: administrator.id,
});
new alicloud.slb.TlsCipherPolicy("old", { tlsCipherPolicyName: "old", tlsVersions: ["TLSv1.1", "TLSv1.2"], ciphers: ["AES256-SHA"] });`,
    violates: `
      api-group-domain-https-redirect | CustomDomain shop-api.example.com-domain | redirect: found false, expected true | VpcApi argument: domains: [{ domain: "…", certificate: { id: "…" }, redirect: true }]
      api-group-domain-waf | CustomDomain shop-api.example.com-domain | domain of WAF 3.0: not set, expected "api.example.com" | Add the domain to WAF 3.0, or list it in protectedElsewhere
      api-log-store-configured | Group shop-group | slsProject: not set, expected a LogConfig of type PROVIDER with slsProject and slsLogStore | VpcApi argument: accessLog: {}
      api-replay-protection | Api shop-get-items | forceNonceCheck: not set, expected true | VpcApi argument: transform: { api: { forceNonceCheck: true } }
      api-traffic-control-attached | Api shop-get-items | pluginType of its plug-ins: not set, expected "trafficControl" in RELEASE | VpcApi argument: throttling: { perApi: 100 }
      clb-acl-entry-not-world | AclEntryAttachment everybody | entry: found "0.0.0.0/0", expected a block smaller than 1/16 of the Internet | Use the addresses or CIDR blocks of the clients that may connect
      clb-acl-not-world | Acl callers | entryLists[0]: found "0.0.0.0/0", expected a block smaller than 1/16 of the Internet | Use the addresses or CIDR blocks of the clients that may connect
      clb-backend-change-protected | ApplicationLoadBalancer shop-clb | modificationProtectionStatus: not set, expected "ConsoleProtection" | VpcApi argument: transform: { clb: { modificationProtectionStatus: "ConsoleProtection" } }
      clb-deletion-protection | ApplicationLoadBalancer shop-clb | deleteProtection: found "off", expected "on" | VpcApi argument: transform: { clb: { deleteProtection: "on" } } or protect: true
      clb-own-tls-policy | TlsCipherPolicy old | tlsVersions[0]: found "TLSv1.1", expected TLSv1.2 or later | Remove TLSv1.0 and TLSv1.1 from tlsVersions
      ecs-deletion-protection | Instance shop-instance-0 | deletionProtection: not set, expected true | VpcApi argument: protect: true
      stack-output-no-secret |  | initialPassword: set (redacted), expected a secret | Wrap the value in pulumi.secret
      ecs-role-not-admin | RolePolicyAttachment rights | policyName: found "AdministratorAccess", expected a policy with limited rights, because administrator has the role | Attach a policy with the actions and resources that the instance needs
      ecs-security-enhancement | Instance shop-instance-0 | securityEnhancementStrategy: not set, expected "Active" | VpcApi argument: transform: { instance: { securityEnhancementStrategy: "Active" } }
      ecs-image-pinned | Instance shop-instance-0 | imageId: found "aliyun_3_x64", expected a custom image, or a public image ID with a date | VpcApi argument: service.image: "pinned" (the default)
      vpc-flow-log-active | Network shop-vpc | flow log: not set, expected a flow log of the VPC or of each vSwitch | Add a vpc.FlowLog with a log project and a Logstore`,
  },
  {
    name: "public instances in one zone, with a password and a secret",
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
      api-log-no-sensitive-capture | Group shop-group | userLogConfig.requestBody: found true, expected false | VpcApi argument: transform: { group: { userLogConfig } }
      ecs-backend-no-public-ip | Instance shop-instance-0 | internetMaxBandwidthOut: found 10, expected 0 | VpcApi argument: service
      ecs-backend-two-zones | ServerGroupServerAttachment shop-server-0 | zones of its instances: found "one zone, with shop-instance-0", expected at least two zones | VpcApi argument: network.zones, service.instances and balancer
      ecs-disk-encrypted | Instance shop-instance-0 | systemDiskEncrypted: found false, expected true | VpcApi argument: service.systemDisk.encrypted
      ecs-in-vpc | Instance shop-instance-0 | vswitchId: not set, expected a vSwitch | VpcApi argument: network and service
      ecs-login-keypair | Instance shop-instance-0 | password: set (redacted), expected no password | VpcApi argument: service.keyPairName
      ecs-metadata-hardened | Instance shop-instance-0 | httpTokens: found "optional", expected "required" | VpcApi argument: transform.instance (VpcApi requires tokens by default)
      ecs-tagged | Instance shop-instance-0 | tags: not set, expected at least one tag | VpcApi argument: tags
      ecs-user-data-no-secret | Instance shop-instance-0 | userData: set (redacted), expected no AccessKey ID (line 2) | VpcApi argument: service.cloudConfig, service.nginxConfig and service.pages
      sg-description | SecurityGroup shop-security-group | description: not set, expected a description | VpcApi argument: transform: { securityGroup: { description: "…" } }
      sg-ingress-not-world | SecurityGroupRule shop-ingress | cidrIp: found "0.0.0.0/0", expected limited addresses for tcp 1/65535 | VpcApi argument: transform.securityGroupRule (VpcApi allows the gateway by default)`,
  },
  {
    name: "a gateway instance with outdated TLS in one zone, and public back ends",
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
const bare = new alicloud.alb.LoadBalancer("bare", {
  loadBalancerName: "bare", addressType: "Intranet", addressAllocatedMode: "Dynamic", loadBalancerEdition: "Basic", vpcId: vpc.id,
  loadBalancerBillingConfig: { payType: "PayAsYouGo" }, zoneMappings: [{ zoneId: vswitch.zoneId, vswitchId: vswitch.id }],
});
new alicloud.apigateway.VpcAccess("bare", { name: "bare", vpcId: vpc.id, instanceId: bare.id, port: 80 });
const servers = new alicloud.nlb.ServerGroup("unchecked", { serverGroupName: "unchecked", vpcId: vpc.id, healthCheck: { healthCheckEnabled: false } });
new alicloud.nlb.Listener("old", {
  loadBalancerId: nlb.id, serverGroupId: servers.id, listenerPort: 443, listenerProtocol: "TCPSSL", securityPolicyId: "tls_cipher_policy_1_0",
});
new alicloud.nlb.SecurityPolicy("old", { tlsVersions: ["TLSv1.1"], ciphers: ["ECDHE-RSA-AES128-SHA"] });`,
    violates: `
      api-backend-private | Api shop-get-items | serviceType: found "HTTP", expected "HTTP-VPC" | VpcApi argument: routes
      api-gateway-instance-acl | Instance shop-gateway | the access control list: not set, expected a list of type white | VpcApi argument: gateway: { accessList: { allow: ["203.0.113.0/24"] } }
      api-gateway-instance-multi-zone | Instance shop-gateway | zoneId: found "cn-hangzhou-i", expected at least two zones | VpcApi argument: gateway: { zoneId: "cn-hangzhou-MAZ6(i,j,k)" }
      api-gateway-instance-tls-policy | Instance shop-gateway | httpsPolicy: found "HTTPS1_1_TLS1_0", expected one of HTTPS2_TLS1_2, HTTPS2_TLS1_3 | VpcApi argument: gateway: { httpsPolicy: "HTTPS2_TLS1_2" }
      alb-backend-callers-limited | LoadBalancer bare | security group: not set, expected a security group or allow lists, because bare authorizes the gateway to call it | Attach a security group that admits the egress addresses of the gateway
      nlb-backend-callers-limited | LoadBalancer open | securityGroupIds: not set, expected a security group, because open authorizes the gateway to call it | Set securityGroupIds to a security group that admits the egress addresses of the gateway
      nlb-backend-no-public-exposure | LoadBalancer open | addressType: found "Internet", expected "Intranet", because open authorizes the gateway to call it | Set addressType to "Intranet", and remove everything else that makes the NLB public
      nlb-deletion-protection | LoadBalancer open | deletionProtectionEnabled: not set, expected true | Set deletionProtectionEnabled to true, and also deletionProtectionConfig.enabled if it is set
      nlb-listener-tls | Listener old | securityPolicyId: found "tls_cipher_policy_1_0", expected one of tls_cipher_policy_1_2, tls_cipher_policy_1_2_strict, tls_cipher_policy_1_2_strict_with_1_3 | Set securityPolicyId to "tls_cipher_policy_1_2"
      nlb-multi-zone | LoadBalancer open | zoneMappings: found ["cn-hangzhou-h"], expected at least two zones | Add a zone mapping in another zone
      nlb-own-tls-policy | SecurityPolicy old | tlsVersions[0]: found "TLSv1.1", expected TLSv1.2 or later | Remove TLSv1.0 and TLSv1.1 from tlsVersions
      nlb-server-group-health-check | ServerGroup unchecked | healthCheck.healthCheckEnabled: found false, expected true | Remove healthCheck.healthCheckEnabled, or set it to true`,
  },
  {
    name: "public balancers and instances that the gateway does not call, and an office that a back end accepts",
    special: "",
    beside: `
const site = new alicloud.vpc.Network("site", { cidrBlock: "172.20.0.0/16" });
const siteSwitch = new alicloud.vpc.Switch("site", { vpcId: site.id, zoneId: "cn-hangzhou-h", cidrBlock: "172.20.0.0/24" });
const zoneMappings = [{ zoneId: "cn-hangzhou-h", vswitchId: siteSwitch.id }];
new alicloud.alb.LoadBalancer("site-alb", {
  addressType: "Internet", vpcId: site.id, loadBalancerEdition: "Basic", loadBalancerBillingConfig: { payType: "PayAsYouGo" }, zoneMappings,
});
new alicloud.nlb.LoadBalancer("site-nlb", { addressType: "Internet", vpcId: site.id, zoneMappings });
new alicloud.slb.ApplicationLoadBalancer("site-clb", { addressType: "internet" });
const siteGroup = new alicloud.ecs.SecurityGroup("site", { vpcId: site.id });
new alicloud.ecs.Instance("site", {
  imageId: "aliyun_3_x64_20G_alibase_20260101.vhd", instanceType: "ecs.g7.large", vswitchId: siteSwitch.id,
  securityGroups: [siteGroup.id], internetMaxBandwidthOut: 10,
});
new alicloud.ecs.SecurityGroupRule("office", {
  securityGroupId: Object.values(api.nodes.securityGroup)[0]!.id, type: "ingress", ipProtocol: "tcp", portRange: "22/22", cidrIp: "203.0.113.0/24",
});`,
    violates: `
      alb-address-type-intranet | LoadBalancer site-alb | addressType: found "Internet", expected "Intranet" | Set addressType to "Intranet", or list the ALB in publicLoadBalancers if it is public on purpose
      clb-address-type-intranet | ApplicationLoadBalancer site-clb | addressType: found "internet", expected "intranet" | Set addressType to "intranet", or list the CLB in publicLoadBalancers if it is public on purpose
      nlb-address-type-intranet | LoadBalancer site-nlb | addressType: found "Internet", expected "Intranet" | Set addressType to "Intranet", or list the NLB in publicLoadBalancers if it is public on purpose
      ecs-no-public-ip | Instance site | internetMaxBandwidthOut: found 10, expected 0 | Set internetMaxBandwidthOut to 0
      sg-ingress-from-gateway-only | SecurityGroupRule office | cidrIp: found "203.0.113.0/24", expected addresses of the gateway or of the VPC | Allow only the egress addresses of the gateway`,
  },
];
