import {
  sgDescription,
  sgEgressNotAll,
  sgIngressFromGatewayOnly,
  sgIngressNotWorld,
  sgIngressPrefixListNotWorld,
  vpcFlowLogActive,
} from "../../../policy/rules";
import { unknown } from "../../support/policyHarness";
import type { Matrix } from "../matrix";

const rule = (props: Record<string, unknown>) => ({
  type: "alicloud:ecs/securityGroupRule:SecurityGroupRule",
  name: "rule",
  props: { type: "ingress", ipProtocol: "tcp", portRange: "80/80", ...props },
});
const world = { cidrIp: "0.0.0.0/0" };
const group = (props: Record<string, unknown> = {}) => ({
  type: "alicloud:ecs/securityGroup:SecurityGroup",
  name: "group",
  props,
});
const vpc = { type: "alicloud:vpc/network:Network", name: "vpc", props: { cidrBlock: "10.0.0.0/16" } };
const vswitch = (name: string) => ({
  type: "alicloud:vpc/switch:Switch",
  name,
  props: { vpcId: { ref: "vpc" } },
});
const flowLog = (resourceId: unknown, props: Record<string, unknown> = {}, name = "flows") => ({
  type: "alicloud:vpc/flowLog:FlowLog",
  name,
  props: { resourceId, projectName: "shop", logStoreName: "flows", ...props },
});
const list = (entries: unknown) => ({
  type: "alicloud:ecs/ecsPrefixList:EcsPrefixList",
  name: "egress",
  props: { entries },
});
/** A back end in the group, and its authorization. */
const led = [
  group(),
  { type: "alicloud:ecs/instance:Instance", name: "web", props: { securityGroups: [{ ref: "group" }] } },
  { type: "alicloud:apigateway/vpcAccess:VpcAccess", name: "access", props: { instanceId: { ref: "web" } } },
];
const backEnd = [vpc, ...led];
const ofBackEnd = (props: Record<string, unknown>) => rule({ securityGroupId: { ref: "group" }, ...props });
const gatewayOnly = sgIngressFromGatewayOnly.name;

export const networkMatrices: Record<string, Matrix> = {
  [sgIngressNotWorld.name]: {
    absent: { resources: [rule({})], finds: "nothing" },
    unknown: { resources: [rule({ cidrIp: unknown })], finds: "undecided" },
    unknownButLinked: {
      resources: [list([]), rule({ prefixListId: { ref: "egress" } })],
      finds: "nothing",
    },
    more: {
      "every IPv6 address": { resources: [rule({ ipv6CidrIp: "::/0" })], finds: "violation" },
      "every IPv6 address, written out": {
        resources: [rule({ ipv6CidrIp: "0:0:0:0:0:0:0:0/0" })],
        finds: "violation",
      },
      "an address with prefix 0": { resources: [rule({ cidrIp: "10.1.2.3/0" })], finds: "violation" },
      "one half of the Internet": { resources: [rule({ cidrIp: "0.0.0.0/1" })], finds: "violation" },
      "the upper half, which contains multicast addresses": {
        resources: [rule({ cidrIp: "128.0.0.0/1" })],
        finds: "violation",
      },
      "half of IPv6": { resources: [rule({ ipv6CidrIp: "2000::/4" })], finds: "violation" },
      "a large provider": { resources: [rule({ cidrIp: "8.0.0.0/8" })], finds: "nothing" },
      "every private address": { resources: [rule({ cidrIp: "10.0.0.0/8" })], finds: "nothing" },
      "an unknown protocol on a port that may be open": {
        resources: [rule({ ...world, ipProtocol: unknown })],
        config: { [sgIngressNotWorld.name]: { worldPorts: [80] } },
        finds: "undecided",
      },
      "a rule that drops": { resources: [rule({ ...world, policy: "drop" })], finds: "nothing" },
      "an egress rule": { resources: [rule({ ...world, type: "egress" })], finds: "nothing" },
      "an unknown direction": {
        resources: [rule({ ...world, type: unknown })],
        finds: "undecided",
      },
      ping: {
        resources: [rule({ ...world, ipProtocol: "icmp", portRange: "-1/-1" })],
        finds: "nothing",
      },
      "every protocol, with a port that may be open": {
        resources: [rule({ ...world, ipProtocol: "all", portRange: "80/80" })],
        config: { [sgIngressNotWorld.name]: { worldPorts: [80] } },
        finds: "violation",
        says: /every protocol/,
      },
      "a port that may be open": {
        resources: [rule(world)],
        config: { [sgIngressNotWorld.name]: { worldPorts: [443, 80] } },
        finds: "nothing",
      },
      "a range with one port more": {
        resources: [rule({ ...world, portRange: "80/81" })],
        config: { [sgIngressNotWorld.name]: { worldPorts: [80] } },
        finds: "violation",
        says: /tcp 80\/81/,
      },
      "every port, as -1": {
        resources: [rule({ ...world, portRange: "-1/-1" })],
        config: { [sgIngressNotWorld.name]: { worldPorts: [80, 443] } },
        finds: "violation",
      },
    },
  },
  [sgIngressPrefixListNotWorld.name]: {
    absent: { resources: [rule(world)], finds: "nothing" },
    unknown: { resources: [rule({ prefixListId: unknown })], finds: "undecided" },
    unknownButLinked: {
      resources: [list([{ cidr: "0.0.0.0/0" }]), rule({ prefixListId: { ref: "egress" } })],
      finds: "violation",
      says: /entries of egress: found \["0\.0\.0\.0\/0"\], expected limited addresses for tcp 80\/80/,
    },
    more: {
      "a list that is named by its id": {
        resources: [list([{ cidr: "::/0" }]), rule({ prefixListId: "id of egress" })],
        created: true,
        finds: "violation",
      },
      "sixteen small blocks": {
        resources: [
          list(Array.from({ length: 16 }, (_, index) => ({ cidr: `${index + 64}.0.0.0/8` }))),
          rule({ prefixListId: { ref: "egress" } }),
        ],
        finds: "violation",
      },
      "an unknown entry": {
        resources: [
          list([{ cidr: "203.0.113.0/24" }, { cidr: unknown }]),
          rule({ prefixListId: { ref: "egress" } }),
        ],
        finds: "undecided",
      },
      "the world and an unknown entry": {
        resources: [
          list([{ cidr: unknown }, { cidr: "0.0.0.0/0" }]),
          rule({ prefixListId: { ref: "egress" } }),
        ],
        finds: "violation",
      },
      "a list of another stack": { resources: [rule({ prefixListId: "pl-1" })], finds: "undecided" },
      "a port that may be open": {
        resources: [list([{ cidr: "0.0.0.0/0" }]), rule({ prefixListId: { ref: "egress" } })],
        config: { [sgIngressPrefixListNotWorld.name]: { worldPorts: [80] } },
        finds: "nothing",
      },
      "an egress rule": {
        resources: [list([{ cidr: "0.0.0.0/0" }]), rule({ type: "egress", prefixListId: { ref: "egress" } })],
        finds: "nothing",
      },
    },
  },
  [sgEgressNotAll.name]: {
    absent: { resources: [rule({ type: "egress" })], finds: "nothing" },
    unknown: { resources: [rule({ type: "egress", cidrIp: unknown })], finds: "undecided" },
    unknownButLinked: "an address comes from no other resource",
    more: {
      "every port of every IPv6 address": {
        resources: [rule({ type: "egress", ipv6CidrIp: "::/0", portRange: "1/65535" })],
        finds: "violation",
      },
      "unknown ports": {
        resources: [rule({ ...world, type: "egress", portRange: unknown })],
        finds: "undecided",
      },
      "a rule for calls in": { resources: [rule({ ...world, portRange: "-1/-1" })], finds: "nothing" },
    },
  },
  [sgDescription.name]: {
    absent: { resources: [group()], finds: "violation" },
    unknown: { resources: [group({ description: unknown })], finds: "undecided" },
    unknownButLinked: "a description comes from no other resource",
    more: { "blanks only": { resources: [group({ description: " " })], finds: "violation" } },
  },
  [vpcFlowLogActive.name]: {
    absent: { resources: [vpc], finds: "violation" },
    unknown: { resources: [vpc, flowLog({ ref: "vpc" }, { status: unknown })], finds: "undecided" },
    unknownButLinked: { resources: [vpc, flowLog({ ref: "vpc" })], finds: "nothing" },
    more: {
      "a log of one of two vSwitches": {
        resources: [vpc, vswitch("first"), vswitch("second"), flowLog({ ref: "first" })],
        finds: "violation",
      },
      "a log of each vSwitch": {
        resources: [
          ...[vpc, vswitch("first"), vswitch("second")],
          ...[flowLog({ ref: "first" }), flowLog({ ref: "second" }, {}, "more-flows")],
        ],
        finds: "nothing",
      },
      "a log without a destination": {
        resources: [vpc, flowLog({ ref: "vpc" }, { logStoreName: "" })],
        finds: "violation",
        says: /logStoreName of flows: found "", expected a name/,
      },
      "a log with an unknown Logstore": {
        resources: [vpc, flowLog({ ref: "vpc" }, { projectName: unknown, logStoreName: unknown })],
        finds: "nothing",
      },
      "a log of another VPC": { resources: [vpc, flowLog("vpc-other")], finds: "violation" },
    },
  },
  [gatewayOnly]: {
    absent: { resources: [...backEnd, ofBackEnd({})], finds: "nothing" },
    unknown: { resources: [...backEnd, ofBackEnd({ cidrIp: unknown })], finds: "undecided" },
    unknownButLinked: {
      resources: [...backEnd, list([{ cidr: "8.8.8.0/24" }]), ofBackEnd({ prefixListId: { ref: "egress" } })],
      finds: "violation",
      says: /entries\[0\]\.cidr of egress: found "8\.8\.8\.0\/24"/,
    },
    more: {
      "a prefix list with the gateway's addresses": {
        resources: [
          ...[...backEnd, list([{ cidr: "100.104.1.0/26" }, { cidr: "10.0.1.5" }])],
          ofBackEnd({ prefixListId: { ref: "egress" } }),
        ],
        finds: "nothing",
      },
      "a prefix list with unknown entries": {
        resources: [...backEnd, list(unknown), ofBackEnd({ prefixListId: { ref: "egress" } })],
        finds: "undecided",
      },
      "a prefix list of another stack": {
        resources: [...backEnd, ofBackEnd({ prefixListId: "pl-1" })],
        finds: "undecided",
      },
      "addresses that the option lists": {
        resources: [...backEnd, ofBackEnd({ cidrIp: "203.0.113.7/32" })],
        config: { [gatewayOnly]: { gatewayEgressCidrs: ["203.0.113.0/24"] } },
        finds: "nothing",
      },
      "a VPC with an unknown CIDR block": {
        resources: [
          ...[{ ...vpc, props: { cidrBlock: unknown } }, ...led],
          ofBackEnd({ cidrIp: "10.0.1.0/24" }),
        ],
        finds: "undecided",
        says: /the addresses of vpc are unknown at preview/,
      },
      "a VPC without a CIDR block": {
        resources: [{ ...vpc, props: {} }, ...led, ofBackEnd({ cidrIp: "172.16.1.0/24" })],
        finds: "undecided",
      },
      "addresses of the gateway, in a VPC with an unknown CIDR block": {
        resources: [
          ...[{ ...vpc, props: { cidrBlock: unknown } }, ...led],
          ofBackEnd({ cidrIp: "100.104.0.0/16" }),
        ],
        finds: "nothing",
      },
      "a vSwitch with an unknown CIDR block, in a VPC with a known one": {
        resources: [
          ...[...backEnd, { ...vswitch("first"), props: { vpcId: { ref: "vpc" }, cidrBlock: unknown } }],
          ofBackEnd({ cidrIp: "203.0.113.0/24" }),
        ],
        finds: "violation",
      },
      "a vSwitch with an unknown CIDR block, in the VPC of another stack": {
        resources: [
          ...[...led, { ...vswitch("first"), props: { vpcId: "vpc-1", cidrBlock: unknown } }],
          ofBackEnd({ cidrIp: "203.0.113.0/24" }),
        ],
        finds: "undecided",
      },
      "two vSwitches beside each other, together": {
        resources: [
          ...[...led, { ...vswitch("first"), props: { vpcId: "vpc-1", cidrBlock: "10.0.0.0/25" } }],
          { ...vswitch("second"), props: { vpcId: "vpc-1", cidrBlock: "10.0.0.128/25" } },
          ofBackEnd({ cidrIp: "10.0.0.0/24" }),
        ],
        finds: "nothing",
      },
      "another security group": {
        resources: [...backEnd, ofBackEnd({ sourceSecurityGroupId: "sg-other" })],
        finds: "nothing",
      },
      "a group without a back end": {
        resources: [...backEnd, rule({ securityGroupId: "sg-other", ...world })],
        finds: "nothing",
      },
    },
  },
};
