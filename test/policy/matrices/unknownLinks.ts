import {
  albBackendAddressTypeIntranet,
  albBackendNoPublicExposure,
  clbBackendAddressTypeIntranet,
  clbBackendNoPublicExposure,
  ecsBackendNoPublicIp,
  ecsBackendTwoZones,
  sgIngressFromGatewayOnly,
  vpcAccessPortServed,
  vpcAccessSameNetwork,
} from "../../../policy/rules";
import { type TestResource, unknown } from "../../support/policyHarness";
import type { Case } from "../matrix";

const resource = (type: string, name: string) => (props: Record<string, unknown>) => ({ type, name, props });
const alb = resource("alicloud:alb/loadBalancer:LoadBalancer", "alb");
const clb = resource("alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer", "clb");
const formerClb = resource("alicloud:slb/loadBalancer:LoadBalancer", "clb");
const ecs = resource("alicloud:ecs/instance:Instance", "web");
const albListener = resource("alicloud:alb/listener:Listener", "listener");
const clbListener = resource("alicloud:slb/listener:Listener", "listener");
const access = resource("alicloud:apigateway/vpcAccess:VpcAccess", "access");
const association = resource("alicloud:ecs/eipAssociation:EipAssociation", "public");
const serverGroup = resource("alicloud:alb/serverGroup:ServerGroup", "servers");
const nat = resource("alicloud:vpc/natGateway:NatGateway", "nat");
const eip = resource("alicloud:ecs/eipAddress:EipAddress", "eip");
const bandwidthPackage = resource(
  "alicloud:vpc/commonBandwithPackageAttachment:CommonBandwithPackageAttachment",
  "bandwidth",
);
const ingress = resource("alicloud:ecs/securityGroupRule:SecurityGroupRule", "rule");
const group = resource("alicloud:ecs/securityGroup:SecurityGroup", "group");

const viaListener: TestResource[] = [
  albListener({ loadBalancerId: { ref: "alb" }, listenerPort: 80 }),
  access({ instanceId: { ref: "listener", output: "loadBalancerId" }, port: 80 }),
];
const toAnything = access({ instanceId: unknown, port: 80 });
const ofAccess = /the target of access is unknown at preview/;
const fromAnywhere = { type: "ingress", ipProtocol: "tcp", portRange: "80/80", cidrIp: "203.0.113.0/24" };

/** What rules say where a link is unknown at preview, by rule. */
export const unknownLinks: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  [albBackendAddressTypeIntranet.name]: {
    "an internet ALB and an authorization with an unknown target": {
      resources: [alb({ addressType: "Internet" }), toAnything],
      finds: "undecided",
      says: ofAccess,
    },
    "an intranet ALB and an authorization with an unknown target": {
      resources: [alb({ addressType: "Intranet" }), toAnything],
      finds: "nothing",
    },
    "an internet ALB that the authorization names by its listener": {
      resources: [alb({ addressType: "Internet" }), ...viaListener],
      finds: "violation",
      says: /access authorizes the gateway to call it/,
    },
    "an internet ALB, and an authorization for an instance": {
      resources: [alb({ addressType: "Internet" }), ecs({}), access({ instanceId: { ref: "web" } })],
      finds: "nothing",
    },
    "an internet ALB that is one of two candidates": {
      resources: [
        alb({ addressType: "Internet" }),
        clb({}),
        access({ instanceId: { ref: "clb", besides: ["alb"] } }),
      ],
      finds: "undecided",
      says: ofAccess,
    },
    "an internet ALB of another authorization": {
      resources: [
        alb({ addressType: "Internet" }),
        { ...toAnything, name: "other" },
        access({ instanceId: { ref: "alb" } }),
      ],
      finds: "violation",
    },
  },
  [albBackendNoPublicExposure.name]: {
    "a public address of an ALB that the authorization names by its listener": {
      resources: [alb({}), ...viaListener, association({ instanceId: { ref: "alb" } })],
      finds: "violation",
    },
    "a public address of an ALB that may be a back end": {
      resources: [alb({}), toAnything, association({ instanceId: { ref: "alb" } })],
      finds: "undecided",
      says: ofAccess,
    },
    "a public address of an unknown resource": {
      resources: [alb({}), access({ instanceId: { ref: "alb" } }), association({ instanceId: unknown })],
      finds: "undecided",
      says: /for public, because instanceId is unknown at preview/,
    },
    "a public address of a NAT gateway": {
      resources: [
        ...[alb({}), access({ instanceId: { ref: "alb" } })],
        ...[nat({}), association({ instanceId: { ref: "nat" } })],
      ],
      finds: "nothing",
    },
    "bandwidth of an EIP": {
      resources: [
        ...[alb({}), access({ instanceId: { ref: "alb" } }), eip({})],
        bandwidthPackage({ bandwidthPackageId: "cbwp-1", instanceId: { ref: "eip" } }),
      ],
      finds: "nothing",
    },
    "a public IPv6 address of an ALB that may be a back end": {
      resources: [alb({ ipv6AddressType: "Internet" }), toAnything],
      finds: "undecided",
      says: ofAccess,
    },
  },
  [clbBackendAddressTypeIntranet.name]: {
    "an internet CLB that the authorization names by its listener": {
      resources: [
        formerClb({ addressType: "internet" }),
        clbListener({ loadBalancerId: { ref: "clb" } }),
        access({ instanceId: { ref: "listener", output: "loadBalancerId" } }),
      ],
      finds: "violation",
    },
    "an internet CLB and an authorization with an unknown target": {
      resources: [clb({ addressType: "internet" }), toAnything],
      finds: "undecided",
      says: ofAccess,
    },
  },
  [clbBackendNoPublicExposure.name]: {
    "a public address of a CLB that may be a back end": {
      resources: [clb({}), toAnything, association({ instanceId: { ref: "clb" } })],
      finds: "undecided",
      says: ofAccess,
    },
  },
  [ecsBackendNoPublicIp.name]: {
    "a public instance and an authorization with an unknown target": {
      resources: [ecs({ internetMaxBandwidthOut: 5 }), toAnything],
      finds: "undecided",
      says: ofAccess,
    },
    "a public instance and an authorization for a load balancer": {
      resources: [ecs({ internetMaxBandwidthOut: 5 }), alb({}), ...viaListener],
      finds: "nothing",
    },
    "an EIP of an instance that may be a server": {
      resources: [
        ecs({}),
        serverGroup({ servers: [{ serverId: unknown }] }),
        association({ instanceId: { ref: "web" } }),
      ],
      finds: "undecided",
      says: /the target of servers is unknown at preview/,
    },
    "an EIP of an unknown resource": {
      resources: [ecs({}), access({ instanceId: { ref: "web" } }), association({ instanceId: unknown })],
      finds: "undecided",
    },
  },
  [ecsBackendTwoZones.name]: {
    "a server and further unknown ones": {
      resources: [ecs({ id: "i-1" }), serverGroup({ servers: [{ serverId: "i-1" }, { serverId: unknown }] })],
      finds: "undecided",
      says: /the target of servers is unknown at preview/,
    },
  },
  [sgIngressFromGatewayOnly.name]: {
    "a group of an instance that may be a back end": {
      resources: [
        ...[group({}), ecs({ securityGroups: [{ ref: "group" }] }), toAnything],
        ingress({ ...fromAnywhere, securityGroupId: { ref: "group" } }),
      ],
      finds: "undecided",
      says: ofAccess,
    },
    "a rule of an unknown group": {
      resources: [
        ...[group({}), ecs({ securityGroups: [{ ref: "group" }] }), access({ instanceId: { ref: "web" } })],
        ingress({ ...fromAnywhere, securityGroupId: unknown }),
      ],
      finds: "undecided",
      says: /securityGroupId is unknown at preview/,
    },
    "a back end with unknown security groups": {
      resources: [
        ...[group({}), ecs({ securityGroups: unknown }), access({ instanceId: { ref: "web" } })],
        ingress({ ...fromAnywhere, securityGroupId: { ref: "group" } }),
      ],
      finds: "undecided",
      says: /the security groups of web are unknown at preview/,
    },
  },
  [vpcAccessPortServed.name]: {
    "an authorization with an unknown target": {
      resources: [clb({}), toAnything],
      finds: "undecided",
      says: ofAccess,
    },
    "an authorization that names its load balancer by a listener": {
      resources: [alb({}), ...viaListener],
      finds: "nothing",
    },
  },
  [vpcAccessSameNetwork.name]: {
    "an authorization with an unknown target": {
      resources: [ecs({}), toAnything],
      finds: "undecided",
      says: ofAccess,
    },
  },
};
