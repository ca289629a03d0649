import { sgEgressTogetherNotAll, sgIngressTogetherNotWorld } from "../../../policy/rules";
import { unknown } from "../../support/policyHarness";
import type { Matrix } from "../matrix";

const group = (name = "group") => ({ type: "alicloud:ecs/securityGroup:SecurityGroup", name, props: {} });
const rule = (name: string, props: Record<string, unknown>) => ({
  type: "alicloud:ecs/securityGroupRule:SecurityGroupRule",
  name,
  props: {
    type: "ingress",
    ipProtocol: "tcp",
    portRange: "22/22",
    securityGroupId: { ref: "group" },
    ...props,
  },
});
const large = ["8.0.0.0/6", "12.0.0.0/6", "16.0.0.0/6", "20.0.0.0/6"];
const parts = (props: Record<string, unknown> = {}, blocks = large) =>
  blocks.map((cidrIp, index) => rule(`part-${index}`, { cidrIp, ...props }));
const out = (name: string, props: Record<string, unknown>) =>
  rule(name, { type: "egress", cidrIp: "0.0.0.0/0", ...props });
const [low, high] = [out("low", { portRange: "1/32767" }), out("high", { portRange: "32768/65535" })];

export const combinedOpeningMatrices: Record<string, Matrix> = {
  [sgIngressTogetherNotWorld.name]: {
    absent: { resources: [group(), rule("one", {}), rule("other", {})], finds: "nothing" },
    unknown: {
      resources: [group(), ...parts({}, large.slice(0, 2)), rule("more", { cidrIp: unknown })],
      finds: "undecided",
      says: /some addresses or ports of more, part-0, part-1 are unknown at preview/,
    },
    unknownButLinked: {
      resources: [group(), ...parts()],
      finds: "violation",
      says: /cidrIp of part-0, part-1, part-2, part-3 together: found \["8\.0\.0\.0\/6".*for tcp 22\/22/,
    },
    more: {
      "blocks of the groups of two services": {
        resources: [
          ...[group(), group("other"), ...parts({}, large.slice(0, 2))],
          ...parts({ securityGroupId: { ref: "other" } }, large.slice(2)).map((one) => ({
            ...one,
            name: `${one.name}-other`,
          })),
        ],
        finds: "nothing",
      },
      "blocks of a group of another stack": {
        resources: parts({ securityGroupId: "sg-1" }),
        finds: "violation",
      },
      "blocks of a group by its ID": {
        resources: [group(), ...parts({ securityGroupId: "id of group" })],
        created: true,
        finds: "violation",
      },
      "a block of an unknown group": {
        resources: [
          ...[group(), ...parts({}, large.slice(0, 3))],
          rule("last", { cidrIp: "20.0.0.0/6", securityGroupId: unknown }),
        ],
        finds: "undecided",
      },
      "blocks with one common port": {
        resources: [
          ...[group(), ...parts({ portRange: "1/80" }, large.slice(0, 2))],
          rule("more", { portRange: "80/443", cidrIp: "16.0.0.0/6" }),
          rule("last", { portRange: "-1/-1", ipProtocol: "all", cidrIp: "20.0.0.0/6" }),
        ],
        finds: "violation",
        says: /for tcp 80\/80/,
      },
      "blocks without a common port": {
        resources: [
          ...[group(), ...parts({ portRange: "1/79" }, large.slice(0, 2))],
          rule("more", { portRange: "80/443", cidrIp: "16.0.0.0/6" }),
          rule("last", { portRange: "444/445", cidrIp: "20.0.0.0/6" }),
        ],
        finds: "nothing",
      },
      "blocks of different protocols": {
        resources: [
          ...[group(), ...parts({}, large.slice(0, 2))],
          rule("more", { ipProtocol: "udp", cidrIp: "16.0.0.0/6" }),
          rule("last", { ipProtocol: "udp", cidrIp: "20.0.0.0/6" }),
        ],
        finds: "nothing",
      },
      "a block of IPv4 and one of IPv6": {
        resources: [
          ...[group(), rule("old", { cidrIp: "8.0.0.0/5" })],
          rule("new", { ipv6CidrIp: "2400::/8" }),
        ],
        finds: "nothing",
      },
      "a block of a prefix list": {
        resources: [
          {
            type: "alicloud:ecs/ecsPrefixList:EcsPrefixList",
            name: "list",
            props: { entries: [{ cidr: "16.0.0.0/6" }, { cidr: "20.0.0.0/6" }] },
          },
          ...[group(), ...parts({}, large.slice(0, 2)), rule("listed", { prefixListId: { ref: "list" } })],
        ],
        finds: "violation",
      },
      "blocks on a port that may be open": {
        resources: [group(), ...parts()],
        config: { [sgIngressTogetherNotWorld.name]: { worldPorts: [22] } },
        finds: "nothing",
      },
      "parts that are dropped": { resources: [group(), ...parts({ policy: "drop" })], finds: "nothing" },
      "blocks for ICMP": {
        resources: [group(), ...parts({ ipProtocol: "icmp", portRange: "-1/-1" })],
        finds: "nothing",
      },
      "private addresses and an unknown one": {
        resources: [group(), ...parts({}, ["10.0.0.0/8"]), rule("more", { cidrIp: unknown })],
        finds: "nothing",
      },
      "one rule with the world, which sg-ingress-not-world reports": {
        resources: [group(), ...parts({}, ["0.0.0.0/0", "8.0.0.0/6"])],
        finds: "nothing",
      },
    },
  },
  [sgEgressTogetherNotAll.name]: {
    absent: { resources: [group(), out("one", { portRange: "80/80" })], finds: "nothing" },
    unknown: {
      resources: [group(), low, out("high", { portRange: "32768/65535", cidrIp: unknown })],
      finds: "undecided",
      says: /some addresses or ports of low, high are unknown at preview/,
    },
    unknownButLinked: {
      resources: [group(), low, high],
      finds: "violation",
      says: /portRange of low, high together: found \["1\/32767 0\.0\.0\.0\/0"/,
    },
    more: {
      "all ports but one": {
        resources: [group(), low, out("high", { portRange: "32769/65535" })],
        finds: "nothing",
      },
      "blocks on every port": {
        resources: [
          group(),
          ...large.map((cidrIp, index) => out(`part-${index}`, { cidrIp, portRange: "-1/-1" })),
        ],
        finds: "violation",
      },
      "the low ports of TCP and the high ones of UDP": {
        resources: [group(), low, out("high", { portRange: "32768/65535", ipProtocol: "udp" })],
        finds: "nothing",
      },
      "one rule with everything, which sg-egress-not-all reports": {
        resources: [group(), out("all", { ipProtocol: "all", portRange: "-1/-1" }), low],
        finds: "nothing",
      },
      "an ingress rule": {
        resources: [
          group(),
          ...[low, high].map((one) => ({ ...one, props: { ...one.props, type: "ingress" } })),
        ],
        finds: "nothing",
      },
    },
  },
};
