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
      says: /vpcId is set, and known later, wanted "stock", which target is in/,
    },
    more: {
      "an authorization without a VPC": {
        resources: [alb({ vpcId: unknown }), { ...access({}), props: { instanceId: { ref: "target" } } }],
        finds: "violation",
        says: /vpcId is not set, wanted the VPC that target is in/,
      },
      "ids that are the same": { resources: [alb({ vpcId: "vpc-1" }), access({})], finds: "nothing" },
      "ids that are not": {
        resources: [alb({ vpcId: "vpc-2" }), access({})],
        finds: "violation",
        says: /vpcId is "vpc-1", wanted "vpc-2"/,
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
      "an instance in a vSwitch that another stack made": {
        resources: [ecs("vsw-1"), access({})],
        finds: "undecided",
      },
      "an instance that another stack made": { resources: [access({ instanceId: "i-1" })], finds: "nothing" },
    },
  },
  [vpcAccessPortServed.name]: {
    absent: { resources: [clb, access({})], finds: "violation", says: /target, which has none/ },
    unknown: { resources: [alb({}), albListener(unknown), access({})], finds: "undecided" },
    unknownButLinked: {
      resources: [alb({}), albListener(8080), access({})],
      finds: "violation",
      says: /port is 80, wanted the port of a listener of target, which has 8080/,
    },
    more: {
      "a listener of another balancer": {
        resources: [alb({}), albListener(80, "alb-1"), access({})],
        finds: "violation",
      },
      "a listener of a balancer that is not known yet": {
        resources: [alb({}), albListener(80, unknown), access({})],
        finds: "undecided",
        says: /the balancer of listener is not known yet/,
      },
      "a listener on another port of a balancer that is not known yet": {
        resources: [alb({}), albListener(8080, unknown), access({})],
        finds: "violation",
      },
      "a listener on the port": { resources: [alb({}), albListener(80), access({})], finds: "nothing" },
    },
  },
};
