import {
  ecsBackendNoPublicIp,
  ecsBackendTwoZones,
  ecsDiskEncrypted,
  ecsLoginKeypair,
  ecsNoPublicIp,
  ecsSecurityEnhancement,
  ecsUserDataNoSecret,
  sgIngressFromGatewayOnly,
} from "../../../policy/rules";
import { type TestResource, unknown } from "../../support/policyHarness";
import type { Case } from "../matrix";

const resource =
  (type: string, name: string) =>
  (props: Record<string, unknown> = {}, called = name): TestResource => ({ type, name: called, props });
const scalingGroup = resource("alicloud:ess/scalingGroup:ScalingGroup", "web");
const configuration = resource("alicloud:ess/scalingConfiguration:ScalingConfiguration", "settings");
const albAttachment = resource(
  "alicloud:ess/albServerGroupAttachment:AlbServerGroupAttachment",
  "attachment",
);
const attachment = resource("alicloud:ess/serverGroupAttachment:ServerGroupAttachment", "attachment");
const clbAttachment = resource(
  "alicloud:ess/scalingGroupVServerGroups:ScalingGroupVServerGroups",
  "attachment",
);
const instanceAttachment = resource("alicloud:ess/attachment:Attachment", "existing");
const ecs = resource("alicloud:ecs/instance:Instance", "nginx");
const access = resource("alicloud:apigateway/vpcAccess:VpcAccess", "access");
const alb = resource("alicloud:alb/loadBalancer:LoadBalancer", "alb");
const albGroup = resource("alicloud:alb/serverGroup:ServerGroup", "servers");
const albListener = resource("alicloud:alb/listener:Listener", "listener");
const clb = resource("alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer", "clb");
const clbGroup = resource("alicloud:slb/serverGroup:ServerGroup", "servers");
const nlb = resource("alicloud:nlb/loadBalancer:LoadBalancer", "nlb");
const nlbGroup = resource("alicloud:nlb/serverGroup:ServerGroup", "servers");
const nlbListener = resource("alicloud:nlb/listener:Listener", "listener");
const vswitch = (name: string, zoneId: unknown) =>
  resource("alicloud:vpc/switch:Switch", name)({ vpcId: "vpc-1", zoneId });
const securityGroup = resource("alicloud:ecs/securityGroup:SecurityGroup", "service");
const ingress = resource("alicloud:ecs/securityGroupRule:SecurityGroupRule", "office");

const ref = (name: string) => ({ ref: name });
const forward = [
  { type: "ForwardGroup", forwardGroupConfig: { serverGroupTuples: [{ serverGroupId: ref("servers") }] } },
];
const ofAlb = [...[alb(), albGroup()], albListener({ loadBalancerId: ref("alb"), defaultActions: forward })];
const ofNlb = [
  ...[nlb(), nlbGroup()],
  nlbListener({ loadBalancerId: ref("nlb"), serverGroupId: ref("servers"), listenerPort: 80 }),
];
const ofGroup = { scalingGroupId: ref("web") };
const open = configuration({ ...ofGroup, internetMaxBandwidthOut: 5 });
const closed = configuration({ ...ofGroup, internetMaxBandwidthOut: 0 });

/** Each way to add the instances of a scaling group to a load balancer, and the balancer. */
const ways: Readonly<Record<string, readonly [resources: readonly TestResource[], balancer: string]>> = {
  "the ALB server groups of the scaling group": [
    [
      ...ofAlb,
      scalingGroup({ albServerGroups: [{ albServerGroupId: ref("servers"), port: 80, weight: 100 }] }),
    ],
    "alb",
  ],
  "an attachment to an ALB server group": [
    [...ofAlb, scalingGroup(), albAttachment({ ...ofGroup, albServerGroupId: ref("servers") })],
    "alb",
  ],
  "an attachment to an NLB server group": [
    [...ofNlb, scalingGroup(), attachment({ ...ofGroup, serverGroupId: ref("servers"), type: "NLB" })],
    "nlb",
  ],
  "an attachment to a CLB server group": [
    [
      ...[clb(), clbGroup({ loadBalancerId: ref("clb") }), scalingGroup()],
      clbAttachment({
        ...ofGroup,
        vserverGroups: [
          { loadbalancerId: ref("clb"), vserverAttributes: [{ vserverGroupId: ref("servers"), port: 80 }] },
        ],
      }),
    ],
    "clb",
  ],
  "the default group of a CLB": [[clb(), scalingGroup({ loadbalancerIds: [ref("clb")] })], "clb"],
};

const ofWays = Object.entries(ways).flatMap(([way, [resources, balancer]]): [string, Case][] =>
  [false, true].flatMap((created): [string, Case][] => {
    const when = created ? ", once created" : "";
    const called = [...resources, access({ instanceId: ref(balancer) })];
    const beside = [...resources, ecs(), access({ instanceId: ref("nginx") })];
    return [
      [
        `a scaling configuration with bandwidth behind ${way}${when}`,
        {
          resources: [...called, open],
          created,
          finds: "violation",
          says: /internetMaxBandwidthOut: found 5/,
        },
      ],
      [
        `a scaling configuration without bandwidth behind ${way}${when}`,
        { resources: [...called, closed], created, finds: "nothing" },
      ],
      [
        `a scaling configuration behind ${way}, and an authorization for something else${when}`,
        {
          resources: [...beside, open],
          created,
          finds: "undecided",
          says: /no authorization of this stack names its load balancer/,
        },
      ],
    ];
  }),
);

const [toAlb = []] = ways["an attachment to an ALB server group"] ?? [];
const albCalled = [...toAlb, access({ instanceId: ref("alb") })];
const attached = albAttachment({ ...ofGroup, albServerGroupId: ref("servers") });
const inSwitches = (...names: string[]) => [
  ...[albGroup(), scalingGroup({ vswitchIds: names.map(ref) }), attached],
  ...[
    vswitch("first", "cn-hangzhou-h"),
    vswitch("second", "cn-hangzhou-i"),
    vswitch("third", "cn-hangzhou-h"),
  ],
];
const both = (name: string, resources: readonly TestResource[], finds: Omit<Case, "resources">) =>
  [false, true].map((created): [string, Case] => [
    `${name}${created ? ", once created" : ""}`,
    { resources, created, ...finds },
  ]);

const office = ingress({
  ...{ securityGroupId: ref("service"), type: "ingress", ipProtocol: "tcp", portRange: "80/80" },
  ...{ policy: "accept", cidrIp: "203.0.113.0/24" },
});

/** Scaling groups as back ends, by rule. */
export const scalingGroups: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  [ecsBackendNoPublicIp.name]: {
    ...Object.fromEntries(ofWays),
    "a scaling group with a launch template": {
      resources: albCalled,
      finds: "undecided",
      says: /its scaling configuration is not in this stack/,
    },
    "a scaling group that no load balancer uses": {
      resources: [scalingGroup(), open, alb(), access({ instanceId: ref("alb") })],
      finds: "nothing",
    },
    "a public instance that is attached to a scaling group": {
      resources: [
        ...[...albCalled, closed, ecs({ internetMaxBandwidthOut: 5 })],
        instanceAttachment({ ...ofGroup, instanceIds: [ref("nginx")] }),
      ],
      finds: "violation",
      says: /internetMaxBandwidthOut: found 5/,
    },
    "an attachment with an unknown scaling group": {
      resources: [
        ...[...ofAlb, scalingGroup({ loadbalancerIds: [ref("clb")] }), clb(), open],
        ...[albAttachment({ scalingGroupId: unknown, albServerGroupId: ref("servers") })],
        access({ instanceId: ref("alb") }),
      ],
      finds: "undecided",
      says: /the target of web is unknown at preview/,
    },
  },
  [ecsBackendTwoZones.name]: Object.fromEntries([
    ...both("a scaling group in one vSwitch", inSwitches("first"), {
      finds: "violation",
      says: /zones of its instances: found "cn-hangzhou-h, with web"/,
    }),
    ...both("a scaling group in two vSwitches of one zone", inSwitches("first", "third"), {
      finds: "violation",
    }),
    ...both("a scaling group in two zones", inSwitches("first", "second"), { finds: "nothing" }),
    ...both(
      "a scaling group in one zone, and an instance in another",
      [
        ...inSwitches("first"),
        ecs({ vswitchId: ref("second") }),
        albGroup({ servers: [{ serverId: ref("nginx") }] }, "servers"),
      ].filter(({ name, props }) => name !== "servers" || "servers" in props),
      { finds: "nothing" },
    ),
    ...both(
      "a scaling group in the vSwitch that it names alone",
      [albGroup(), scalingGroup({ vswitchId: ref("first") }), attached, vswitch("first", "cn-hangzhou-h")],
      { finds: "violation" },
    ),
    [
      "a scaling group in unknown vSwitches",
      { resources: [albGroup(), scalingGroup({ vswitchIds: unknown }), attached], finds: "undecided" },
    ],
    [
      "a scaling group in vSwitches of another stack",
      {
        resources: [albGroup(), scalingGroup({ vswitchIds: ["vsw-1", "vsw-2"] }), attached],
        finds: "undecided",
      },
    ],
    ["a scaling group without a load balancer", { resources: [scalingGroup()], finds: "nothing" }],
  ]),
  [sgIngressFromGatewayOnly.name]: Object.fromEntries([
    ...both(
      "an address elsewhere in the group of a scaling configuration",
      [
        ...[...albCalled, securityGroup(), office],
        configuration({ ...ofGroup, securityGroupIds: [ref("service")] }),
      ],
      { finds: "violation", says: /cidrIp: found "203.0.113.0\/24"/ },
    ),
    ...both(
      "an address elsewhere in the only group of a scaling configuration",
      [
        ...[...albCalled, securityGroup(), office],
        configuration({ ...ofGroup, securityGroupId: ref("service") }),
      ],
      { finds: "violation" },
    ),
    [
      "an address elsewhere, and a scaling group with a launch template",
      {
        resources: [...albCalled, securityGroup(), office],
        finds: "undecided",
        says: /the scaling configuration of web is not in this stack/,
      },
    ],
  ]),
  [ecsNoPublicIp.name]: {
    "bandwidth of a scaling configuration": { resources: [open], finds: "violation" },
    "a scaling configuration without bandwidth": { resources: [closed], finds: "nothing" },
    "bandwidth of a scaling configuration whose instances the option lists": {
      resources: [configuration({ instanceName: "bastion", internetMaxBandwidthOut: 5 })],
      config: { [ecsNoPublicIp.name]: { publicInstances: ["bastion"] } },
      finds: "nothing",
    },
  },
  [ecsLoginKeypair.name]: {
    "a password of a scaling configuration": {
      resources: [configuration({ password: "Exam-ple-0nly" })],
      finds: "violation",
    },
    "a key pair of a scaling configuration": {
      resources: [configuration({ keyName: "operators" })],
      finds: "nothing",
    },
  },
  [ecsUserDataNoSecret.name]: {
    "an AccessKey in the user data of a scaling configuration": {
      resources: [configuration({ userData: "export KEY=LTAI5tEXAMPLEexample000" })],
      finds: "violation",
    },
  },
  [ecsSecurityEnhancement.name]: {
    "a scaling configuration without the agent": {
      resources: [configuration({ imageId: "aliyun_3_x64.vhd" })],
      finds: "violation",
    },
    "a scaling configuration with the agent": {
      resources: [configuration({ imageId: "aliyun_3_x64.vhd", securityEnhancementStrategy: "Active" })],
      finds: "nothing",
    },
  },
  [ecsDiskEncrypted.name]: {
    "a data disk of a scaling configuration": {
      resources: [configuration({ systemDiskEncrypted: true, dataDisks: [{ size: 20, encrypted: false }] })],
      finds: "violation",
    },
    "encrypted disks of a scaling configuration": {
      resources: [configuration({ systemDiskEncrypted: true, dataDisks: [{ size: 20, encrypted: true }] })],
      finds: "nothing",
    },
  },
};
