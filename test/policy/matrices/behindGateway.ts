import { ecsBackendNoPublicIp, sgIngressFromGatewayOnly } from "../../../policy/rules";
import { type TestResource, unknown } from "../../support/policyHarness";
import type { Case } from "../matrix";

const resource =
  (type: string, name: string) =>
  (props: Record<string, unknown> = {}, called = name): TestResource => ({ type, name: called, props });
const ecs = resource("alicloud:ecs/instance:Instance", "bastion");
const access = resource("alicloud:apigateway/vpcAccess:VpcAccess", "access");
const alb = resource("alicloud:alb/loadBalancer:LoadBalancer", "alb");
const albGroup = resource("alicloud:alb/serverGroup:ServerGroup", "servers");
const albListener = resource("alicloud:alb/listener:Listener", "listener");
const albRule = resource("alicloud:alb/rule:Rule", "path");
const clb = resource("alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer", "clb");
const clbGroup = resource("alicloud:slb/serverGroup:ServerGroup", "servers");
const clbServer = resource("alicloud:slb/serverGroupServerAttachment:ServerGroupServerAttachment", "server");
const backendServer = resource("alicloud:slb/backendServer:BackendServer", "server");
const nlb = resource("alicloud:nlb/loadBalancer:LoadBalancer", "nlb");
const nlbGroup = resource("alicloud:nlb/serverGroup:ServerGroup", "servers");
const nlbListener = resource("alicloud:nlb/listener:Listener", "listener");
const nlbServer = resource("alicloud:nlb/serverGroupServerAttachment:ServerGroupServerAttachment", "server");
const securityGroup = resource("alicloud:ecs/securityGroup:SecurityGroup", "ssh");
const ingress = resource("alicloud:ecs/securityGroupRule:SecurityGroupRule", "office");

const ref = (name: string) => ({ ref: name });
const open = { internetMaxBandwidthOut: 5 };
const to = (group: unknown) => [
  { type: "ForwardGroup", forwardGroupConfig: { serverGroupTuples: [{ serverGroupId: group }] } },
];
const ofAlb = [ecs(open), albGroup({ servers: [{ serverId: ref("bastion") }] }), alb()];
const listening = albListener({ loadBalancerId: ref("alb"), defaultActions: to(ref("servers")) });
const ofClb = [
  ...[ecs(open), clb(), clbGroup({ loadBalancerId: ref("clb") })],
  clbServer({ serverGroupId: ref("servers"), serverId: ref("bastion") }),
];
const ofNlb = [
  ...[ecs(open), nlb(), nlbGroup(), nlbServer({ serverGroupId: ref("servers"), serverId: ref("bastion") })],
  nlbListener({ loadBalancerId: ref("nlb"), serverGroupId: ref("servers"), listenerPort: 22 }),
];
const elsewhere = /no authorization of this stack names its load balancer/;
const toService = [ecs({}, "web"), access({ instanceId: ref("web") })];

/** Each way to an instance: what it leads by, and what the gateway is led to. */
const ways: Readonly<Record<string, readonly [resources: readonly TestResource[], balancer: string]>> = {
  "a listener of an ALB": [[...ofAlb, listening], "alb"],
  "a rule of an ALB's listener": [
    [
      ...[...ofAlb, albGroup({ servers: [] }, "others")],
      albListener({ loadBalancerId: ref("alb"), defaultActions: to(ref("others")) }),
      albRule({ listenerId: ref("listener"), ruleActions: to(ref("servers")) }),
    ],
    "alb",
  ],
  "a server group of a CLB": [ofClb, "clb"],
  "the default group of a CLB": [
    [
      ...[ecs(open), clb()],
      backendServer({ loadBalancerId: ref("clb"), backendServers: [{ serverId: ref("bastion") }] }),
    ],
    "clb",
  ],
  "a listener of an NLB": [ofNlb, "nlb"],
};

const ofWays = Object.entries(ways).flatMap(([way, [resources, balancer]]): [string, Case][] =>
  [false, true].flatMap((created): [string, Case][] => {
    const when = created ? ", once created" : "";
    return [
      [
        `a public instance behind ${way} that the gateway is led to${when}`,
        { resources: [...resources, access({ instanceId: ref(balancer) })], created, finds: "violation" },
      ],
      [
        `a bastion behind ${way} beside an authorization for another instance${when}`,
        { resources: [...resources, ...toService], created, finds: "undecided", says: elsewhere },
      ],
    ];
  }),
);

/** Instances that the gateway reaches by a balancer, and those that it does not, by rule. */
export const behindGateway: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  [ecsBackendNoPublicIp.name]: {
    ...Object.fromEntries(ofWays),
    "a bastion behind an ALB whose listener forwards to another group": {
      resources: [
        ...[...ofAlb, albGroup({ servers: [] }, "others"), access({ instanceId: ref("alb") })],
        albListener({ loadBalancerId: ref("alb"), defaultActions: to(ref("others")) }),
      ],
      finds: "undecided",
      says: elsewhere,
    },
    "a bastion behind a listener with unknown targets": {
      resources: [
        ...[...ofAlb, access({ instanceId: ref("alb") })],
        albListener({ loadBalancerId: ref("alb"), defaultActions: unknown }),
      ],
      finds: "undecided",
      says: /the target of servers is unknown at preview/,
    },
    "a bastion behind an ALB, and an authorization with an unknown target": {
      resources: [...ofAlb, listening, access({ instanceId: unknown })],
      finds: "undecided",
      says: /the target of servers is unknown at preview/,
    },
    "a public instance behind two load balancers, one of them authorized": {
      resources: [
        ...[...ofAlb, listening, access({ instanceId: ref("alb") }), clb()],
        backendServer({ loadBalancerId: ref("clb"), backendServers: [{ serverId: ref("bastion") }] }),
      ],
      finds: "violation",
    },
    "a public instance behind an authorized load balancer of another stack": {
      resources: [
        ...[ecs(open), clbGroup({ loadBalancerId: "lb-1" }), access({ instanceId: "lb-1" })],
        clbServer({ serverGroupId: ref("servers"), serverId: ref("bastion") }),
      ],
      finds: "violation",
    },
  },
  [sgIngressFromGatewayOnly.name]: {
    "the group of a bastion behind a load balancer that the gateway does not call": {
      resources: [
        ...[...ofClb.slice(1), ecs({ securityGroups: [ref("ssh")] }), securityGroup(), ...toService],
        ingress({ securityGroupId: ref("ssh"), type: "ingress", cidrIp: "203.0.113.0/24" }),
      ],
      finds: "undecided",
      says: elsewhere,
    },
  },
};
