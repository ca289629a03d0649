import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectDir } from "../../cli/paths";
import { readEvents } from "../../policy/report/findings";
import { EngineStack } from "../support/engineStack";

const common = `
import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
const vpc = new alicloud.vpc.Network("vpc", { vpcName: "shop", cidrBlock: "10.0.0.0/16" });
const vswitch = new alicloud.vpc.Switch("vswitch", { vpcId: vpc.id, zoneId: "cn-hangzhou-h", cidrBlock: "10.0.0.0/24" });
const second = new alicloud.vpc.Switch("second", { vpcId: vpc.id, zoneId: "cn-hangzhou-i", cidrBlock: "10.0.1.0/24" });
const zones = (more: object = {}) => [vswitch, second].map(({ id, zoneId }) => ({ vswitchId: id, zoneId, ...more }));
const alb = (loadBalancerName: string, zoneMappings = zones()) => new alicloud.alb.LoadBalancer("alb", {
  loadBalancerName, vpcId: vpc.id, addressType: "Internet", addressAllocatedMode: "Dynamic", loadBalancerEdition: "Basic",
  loadBalancerBillingConfig: { payType: "PayAsYouGo" }, zoneMappings,
});
const nlb = (zoneMappings = zones()) => new alicloud.nlb.LoadBalancer("nlb", { vpcId: vpc.id, addressType: "Internet", zoneMappings });
const clb = (loadBalancerName: string) => new alicloud.slb.ApplicationLoadBalancer("clb", {
  loadBalancerName, addressType: "internet", loadBalancerSpec: "slb.s1.small",
});
const access = (instanceId: pulumi.Input<string>) => new alicloud.apigateway.VpcAccess("access", { name: "access", vpcId: vpc.id, instanceId, port: 80 });
const scaling = (vswitchIds: pulumi.Input<string>[], balancer: pulumi.Input<string>, internetMaxBandwidthOut: number) => {
  const group = new alicloud.ess.ScalingGroup("scaling", { minSize: 1, maxSize: 2, vswitchIds, loadbalancerIds: [balancer] });
  new alicloud.ess.ScalingConfiguration("configuration", {
    scalingGroupId: group.id, imageId: "aliyun_3_x64_20G_alibase_20240528.vhd", instanceType: "ecs.e-c1m1.large",
    securityGroupId: "sg-1", internetMaxBandwidthOut,
  });
};
const httpListener = (balancer: alicloud.slb.ApplicationLoadBalancer) => new alicloud.slb.Listener("listener", {
  loadBalancerId: balancer.id, protocol: "http", frontendPort: 80, backendPort: 80, bandwidth: -1,
});
const role = (policyName: string) => {
  const nginx = new alicloud.ram.Role("role", { roleName: "nginx", assumeRolePolicyDocument: "{}" });
  new alicloud.ram.RolePolicyAttachment("rights", { roleName: nginx.id, policyName, policyType: "System" });
  const instance = new alicloud.ecs.Instance("web", {
    imageId: "aliyun_3_x64_20G_alibase_20240528.vhd", instanceType: "ecs.e-c1m1.large", vswitchId: vswitch.id, securityGroups: ["sg-1"],
  });
  new alicloud.ecs.RamRoleAttachment("attachment", { instanceId: instance.id, ramRoleName: nginx.id });
};
const settings = new pulumi.Config("alicloud");
const shanghai = () => new alicloud.Provider("shanghai", {
  region: "cn-shanghai", accessKey: settings.get("accessKey"), secretKey: settings.get("secretKey"), endpoints: settings.getObject("endpoints"),
});
const group = (name: string, options: pulumi.ResourceOptions = {}) =>
  new alicloud.apigateway.Group(name, { name, description: name, basePath: "/" }, options);
const ros = (template: object, ...groups: alicloud.apigateway.Group[]) => new alicloud.ros.Stack("ros", {
  stackName: "ros", templateBody: JSON.stringify(template),
  parameters: groups.map(({ id }, index) => ({ parameterKey: "Group" + index, parameterValue: id })),
});
const domain = (more: object = {}, GroupId: object = { Ref: "Group0" }) => ({
  Type: "ALIYUN::ApiGateway::CustomDomain", Properties: { GroupId, DomainName: "api.example.com", CertificateName: "shop" }, ...more,
});
`;

/**
 * Programs, and the expected findings: `! RULE RESOURCE` for a violation, `? RULE RESOURCE` for an undecided check, `- RULE`
 * for none.
 */
type Program = readonly [name: string, statements: string, expected: string];

const created: readonly Program[] = [
  [
    "a new ALB, by the private address that the program sets",
    'alb("a", zones({ intranetAddress: "10.0.0.7" }).slice(0, 1)); access("10.0.0.7");',
    "! alb-backend-address-type-intranet alb",
  ],
  [
    "a new ALB, by a private address",
    'alb("a"); access("10.0.0.7");',
    "? alb-backend-address-type-intranet alb",
  ],
  [
    "a new NLB, by a private IPv6 address",
    'nlb(); access("fd00::7");',
    "? nlb-backend-no-public-exposure nlb",
  ],
  ["a new CLB, by an address", 'clb("c"); access("10.0.0.7");', "? clb-backend-address-type-intranet clb"],
  [
    "a template with two domains for one of two groups",
    'ros({ Resources: { One: domain(), Two: domain() } }, group("shop"), group("stock"));',
    "? api-group-custom-domain-bound stock",
  ],
  [
    "a template that chooses the group by an unknown condition",
    `ros({ Conditions: { Own: { "Fn::Equals": [{ Ref: "ALIYUN::StackName" }, "own"] } }, Resources: {
  One: domain({}, { "Fn::If": ["Own", "group-of-another-stack", { Ref: "Group0" }] }),
} }, group("shop"));`,
    "? api-group-custom-domain-bound shop",
  ],
  [
    "an authorization in another region than the API that names it",
    `access("lb-1"); const options = { provider: shanghai() };
new alicloud.apigateway.Api("items", {
  name: "items", groupId: group("shop", options).id, description: "items", authType: "APP", serviceType: "HTTP-VPC",
  requestConfig: { protocol: "HTTPS", method: "GET", path: "/items", mode: "PASSTHROUGH" },
  httpVpcServiceConfig: { name: "access", method: "GET", path: "/items", timeout: 10_000 },
}, options);`,
    "! api-vpc-backend-authorised items",
  ],
  [
    "a template whose domain has the count 0",
    'ros({ Resources: { One: domain({ Count: 0 }) } }, group("shop"));',
    "! api-group-custom-domain-bound shop",
  ],
  [
    "a nested stack whose template is at a URL",
    'ros({ Resources: { In: { Type: "ALIYUN::ROS::Stack", Properties: { TemplateURL: "oss://a/b" } } } }, group("shop"));',
    "? api-group-custom-domain-bound shop",
  ],
  ["an ALB of another stack, by id", 'access("alb-1");', "? alb-backend-address-type-intranet access"],
  [
    "a public scaling configuration behind a CLB",
    'const balancer = clb("c"); access(balancer.id); scaling([vswitch.id, second.id], balancer.id, 5);',
    "! ecs-backend-no-public-ip configuration",
  ],
  [
    "a private scaling configuration behind a CLB",
    'const balancer = clb("c"); access(balancer.id); scaling([vswitch.id, second.id], balancer.id, 0);',
    "- ecs-backend-no-public-ip",
  ],
  [
    "a scaling group in one zone",
    'scaling([vswitch.id], clb("c").id, 0);',
    "! ecs-backend-two-zones scaling",
  ],
  [
    "a scaling group in two zones",
    'scaling([vswitch.id, second.id], clb("c").id, 0);',
    "- ecs-backend-two-zones",
  ],
  ["an NLB without a security group", "access(nlb().id);", "! nlb-backend-callers-limited nlb"],
  [
    "an NLB with an attached security group",
    `const balancer = nlb(); access(balancer.id);
new alicloud.nlb.LoadBalancerSecurityGroupAttachment("group", { loadBalancerId: balancer.id, securityGroupId: "sg-1" });`,
    "- nlb-backend-callers-limited",
  ],
  ["a CLB without an access log", 'httpListener(clb("c"));', "! clb-access-log clb"],
  [
    "a CLB whose access log a ROS template enables",
    `const balancer = clb("c"); httpListener(balancer);
new alicloud.ros.Stack("log", {
  stackName: "log", parameters: [{ parameterKey: "Clb", parameterValue: balancer.id }],
  templateBody: JSON.stringify({ Resources: { Log: { Type: "ALIYUN::SLB::AccessLogsAddition", Properties: { LoadBalancerId: { Ref: "Clb" } } } } }),
});`,
    "- clb-access-log",
  ],
  ["an instance with an administrator role", 'role("AdministratorAccess");', "! ecs-role-not-admin rights"],
  ["an instance with a limited role", 'role("AliyunOSSReadOnlyAccess");', "- ecs-role-not-admin"],
  [
    "an ALB whose access log is attached",
    'new alicloud.alb.LoadBalancerAccessLogConfigAttachment("log", { loadBalancerId: alb("a").id, logProject: "p", logStore: "s" });',
    "- alb-access-log",
  ],
];

const existing: readonly Program[] = [
  [
    "an ALB that the preview updates, by id",
    'alb("shop-2"); clb("shop"); access("ALB");',
    "? alb-backend-address-type-intranet alb",
  ],
  [
    "a CLB that the preview updates, by id",
    'alb("shop"); clb("shop-2"); access("CLB");',
    "? clb-backend-address-type-intranet clb",
  ],
  [
    "an ALB that is only read",
    'access(alicloud.alb.LoadBalancer.get("read", "ALB").id);',
    "? alb-backend-address-type-intranet access",
  ],
];

describe("policy pack in previews of plain resources", function () {
  this.timeout(60 * 60_000);
  const stack = new EngineStack();
  const ids = new Map<string, string>();
  before(() => stack.start(common));
  after(() => stack.remove());

  const preview = (statements: string, settings: object = {}) => {
    stack.program(
      common + [...ids].reduce((text, [name, id]) => text.replaceAll(`"${name}"`, `"${id}"`), statements),
    );
    const config = join(stack.home, "policy.json");
    writeFileSync(config, JSON.stringify(settings));
    const { output } = stack.attempt(
      `preview -s local --non-interactive --json --policy-pack ${join(projectDir, "policy")} --policy-pack-config ${config}`,
      { env: { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" } },
    );
    const { findings, notJudged, errors } = readEvents(output.split("\n"), 0);
    assert.deepEqual(errors, []);
    return { findings, notJudged: JSON.stringify(notJudged) };
  };
  const check = (statements: string, expected: string) => {
    const { findings, notJudged } = preview(statements);
    const [kind, rule = "", resource = ""] = expected.split(" ");
    if (kind === "-") {
      assert.deepEqual(
        findings.filter(({ policy }) => policy === rule),
        [],
      );
      assert.doesNotMatch(notJudged, new RegExp(`${rule}: not decided`));
    } else if (kind === "!")
      assert.ok(
        findings.some((it) => it.policy === rule && it.resource === resource),
        expected,
      );
    else assert.match(notJudged, new RegExp(`${rule}: not decided for [^;]*\\b${resource}\\b`));
  };

  for (const [name, statements, expected] of created) {
    it(`judges ${name}`, () => check(statements, expected));
  }

  it("shows no secret", () => {
    const { findings } = preview(
      `new alicloud.alb.Acl("acl", { aclName: "acl", aclEntries: [{ entry: pulumi.secret("0.0.0.0/0") }] });`,
    );
    const [finding] = findings.filter(({ policy }) => policy === "alb-acl-not-world");
    assert.match(finding?.message ?? "", /^aclEntries\[0\]: set \(redacted\), expected/);
  });

  it("evaluates an open port that the gateway does not lead to in the profile everything only", () => {
    const open = `
const sg = new alicloud.ecs.SecurityGroup("sg", { vpcId: vpc.id });
new alicloud.ecs.SecurityGroupRule("open", { securityGroupId: sg.id, type: "ingress", ipProtocol: "tcp", portRange: "22/22", cidrIp: "0.0.0.0/0" });`;
    const find = (settings: object) =>
      preview(open, settings).findings.filter(({ policy }) => policy === "sg-ingress-not-world").length;
    assert.deepEqual([find({}), find({ "sg-ingress-not-world": { profile: "everything" } })], [0, 1]);
  });

  describe("that exist", () => {
    before(() => {
      stack.program(`${common} export const ALB = alb("shop").id; export const CLB = clb("shop").id;`);
      stack.up();
      for (const [name, id] of Object.entries(stack.outputs())) ids.set(name, String(id));
    });

    for (const [name, statements, expected] of existing) {
      it(`judges ${name}`, () => check(statements, expected));
    }
  });
});
