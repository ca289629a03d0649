import { vpcAccessPortServed, vpcAccessSameNetwork } from "../../../policy/rules";
import { unknown } from "../../support/policyHarness";
import type { Matrix } from "../matrix";

const access = (props: Record<string, unknown>) => ({
  type: "alicloud:apigateway/vpcAccess:VpcAccess",
  name: "access",
  props: { vpcId: "vpc-1", instanceId: { ref: "target" }, port: 80, ...props },
});
const alb = (props: Record<string, unknown>) => ({
  type: "alicloud:alb/loadBalancer:LoadBalancer",
  name: "target",
  props,
});
const clb = {
  type: "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer",
  name: "target",
  props: {},
};
const ecs = (vswitchId: unknown) => ({
  type: "alicloud:ecs/instance:Instance",
  name: "target",
  props: { vswitchId },
});
const vswitch = (vpcId: unknown) => ({
  type: "alicloud:vpc/switch:Switch",
  name: "vswitch",
  props: { vpcId },
});
const network = (name: string) => ({ type: "alicloud:vpc/network:Network", name, props: {} });
const albListener = (listenerPort: unknown, loadBalancerId: unknown = { ref: "target" }) => ({
  type: "alicloud:alb/listener:Listener",
  name: "listener",
  props: { listenerPort, loadBalancerId },
});
const nlb = (props: Record<string, unknown> = {}) => ({
  type: "alicloud:nlb/loadBalancer:LoadBalancer",
  name: "target",
  props,
});
const nlbListener = (props: Record<string, unknown>) => ({
  type: "alicloud:nlb/listener:Listener",
  name: "listener",
  props: { loadBalancerId: { ref: "target" }, serverGroupId: "sgp-1", ...props },
});

const served = [
  { type: "alicloud:ecs/securityGroup:SecurityGroup", name: "sg", props: {} },
  { ...ecs("vsw-1"), props: { securityGroups: [{ ref: "sg" }] } },
];
const acceptsPort = (portRange: unknown, props: Record<string, unknown> = {}) => ({
  type: "alicloud:ecs/securityGroupRule:SecurityGroupRule",
  name: "rule",
  props: { type: "ingress", ipProtocol: "tcp", securityGroupId: { ref: "sg" }, portRange, ...props },
});

export const accessMatrices: Record<string, Matrix> = {
  [vpcAccessSameNetwork.name]: {
    absent: { resources: [alb({ vpcId: "vpc-1" }), access({ vpcId: "" })], finds: "violation" },
    unknown: { resources: [alb({ vpcId: unknown }), access({})], finds: "undecided" },
    unknownButLinked: {
      resources: [
        network("shop"),
        network("stock"),
        alb({ vpcId: { ref: "stock" } }),
        access({ vpcId: { ref: "shop" } }),
      ],
      finds: "violation",
      says: /vpcId: set \(unknown at preview\), expected "stock", the VPC of target/,
    },
    more: {
      "an authorization without a VPC": {
        resources: [alb({ vpcId: unknown }), { ...access({}), props: { instanceId: { ref: "target" } } }],
        finds: "violation",
        says: /vpcId: not set, expected the VPC of target/,
      },
      "ids that are the same": { resources: [alb({ vpcId: "vpc-1" }), access({})], finds: "nothing" },
      "other IDs": {
        resources: [alb({ vpcId: "vpc-2" }), access({})],
        finds: "violation",
        says: /vpcId: found "vpc-1", expected "vpc-2"/,
      },
      "an NLB in the VPC": {
        resources: [network("shop"), nlb({ vpcId: { ref: "shop" } }), access({ vpcId: { ref: "shop" } })],
        finds: "nothing",
      },
      "an NLB in another": {
        resources: [
          ...[network("shop"), network("stock"), nlb({ vpcId: { ref: "stock" } })],
          access({ vpcId: { ref: "shop" } }),
        ],
        finds: "violation",
        says: /expected "stock", the VPC of target/,
      },
      "an NLB with an unknown VPC": {
        resources: [nlb({ vpcId: unknown }), access({})],
        finds: "undecided",
      },
      "an instance in a vSwitch of the VPC": {
        resources: [
          network("shop"),
          vswitch({ ref: "shop" }),
          ecs({ ref: "vswitch" }),
          access({ vpcId: { ref: "shop" } }),
        ],
        finds: "nothing",
      },
      "an instance in a vSwitch of another": {
        resources: [vswitch("vpc-2"), ecs({ ref: "vswitch" }), access({})],
        finds: "violation",
      },
      "an instance in a vSwitch of another stack": {
        resources: [ecs("vsw-1"), access({})],
        finds: "undecided",
        says: /the vSwitch of target is not in this stack/,
      },
      "a public CLB": {
        resources: [clb, access({})],
        finds: "undecided",
        says: /target has no vSwitch/,
      },
      "an instance of another stack": {
        resources: [access({ instanceId: "i-1" })],
        finds: "undecided",
        says: /its back end "i-1" is not in this stack/,
      },
    },
  },
  [vpcAccessPortServed.name]: {
    absent: { resources: [clb, access({})], finds: "violation", says: /target \(none\)/ },
    unknown: { resources: [alb({}), albListener(unknown), access({})], finds: "undecided" },
    unknownButLinked: {
      resources: [alb({}), albListener(8080), access({})],
      finds: "violation",
      says: /port: found 80, expected a listener port of target \(8080\)/,
    },
    more: {
      "an NLB without a listener": {
        resources: [nlb(), access({})],
        finds: "violation",
        says: /target \(none\)/,
      },
      "an NLB listener on another port": {
        resources: [nlb(), nlbListener({ listenerPort: 443 }), access({})],
        finds: "violation",
        says: /port: found 80, expected a listener port of target \(443\)/,
      },
      "an NLB listener on the port": {
        resources: [nlb(), nlbListener({ listenerPort: 80 }), access({})],
        finds: "nothing",
      },
      "another port of an NLB that is named by its address in a zone": {
        resources: [
          nlb({ zoneMappings: [{ privateIpv4Address: "10.0.0.7" }] }),
          nlbListener({ listenerPort: 8080 }),
          access({ instanceId: "10.0.0.7" }),
        ],
        finds: "violation",
      },
      "an NLB listener on a range with the port": {
        resources: [nlb(), nlbListener({ listenerPort: 0, startPort: 80, endPort: 90 }), access({})],
        finds: "nothing",
      },
      "an NLB listener on a range without the port": {
        resources: [nlb(), nlbListener({ listenerPort: 0, startPort: 81, endPort: 90 }), access({})],
        finds: "violation",
        says: /target \(81 to 90\)/,
      },
      "an NLB listener with an unknown end of its port range": {
        resources: [nlb(), nlbListener({ listenerPort: 0, startPort: 79, endPort: unknown }), access({})],
        finds: "undecided",
      },
      "an NLB listener with an unknown port": {
        resources: [nlb(), nlbListener({ listenerPort: unknown }), access({})],
        finds: "undecided",
      },
      "a listener of another balancer": {
        resources: [alb({}), albListener(80, "alb-1"), access({})],
        finds: "violation",
      },
      "a listener of an unknown load balancer": {
        resources: [alb({}), albListener(80, unknown), access({})],
        finds: "undecided",
        says: /the balancer of listener is unknown at preview/,
      },
      "a listener on another port of an unknown load balancer": {
        resources: [alb({}), albListener(8080, unknown), access({})],
        finds: "violation",
      },
      "an instance whose group allows another port": {
        resources: [...served, acceptsPort("80/80"), access({ port: 8080 })],
        finds: "violation",
        says: /port: found 8080, expected a port that sg of target allows/,
      },
      "an instance whose group allows the port": {
        resources: [...served, acceptsPort("80/8080"), access({ port: 8080 })],
        finds: "nothing",
      },
      "an instance whose group allows the port for UDP only": {
        resources: [...served, acceptsPort("80/80", { ipProtocol: "udp" }), access({})],
        finds: "violation",
      },
      "an instance whose group allows egress only": {
        resources: [...served, acceptsPort("80/80", { type: "egress" }), access({})],
        finds: "violation",
      },
      "an instance whose group has an unknown rule": {
        resources: [...served, acceptsPort(unknown), access({})],
        finds: "undecided",
      },
      "an instance, and a rule of an unknown group": {
        resources: [...served, acceptsPort("80/80", { securityGroupId: unknown }), access({})],
        finds: "undecided",
      },
      "an instance with a group of another stack": {
        resources: [{ ...ecs("vsw-1"), props: { securityGroups: ["sg-1"] } }, access({})],
        finds: "undecided",
        says: /some security groups of target/,
      },
      "an instance whose group allows the port, once created": {
        resources: [...served, acceptsPort("80/80"), access({})],
        created: true,
        finds: "nothing",
      },
      "a listener on the port": { resources: [alb({}), albListener(80), access({})], finds: "nothing" },
    },
  },
};
