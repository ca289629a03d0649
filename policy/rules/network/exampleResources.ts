import type { ExampleResource } from "../../core/rule";
import { accessTo } from "../balancer/exampleResources";
import { ecs } from "../instance/exampleResources";

/** A security group rule of an example. */
export const ingress = (props: Readonly<Record<string, unknown>> = {}, name = "web"): ExampleResource => ({
  type: "alicloud:ecs/securityGroupRule:SecurityGroupRule",
  name,
  props: {
    securityGroupId: "sg-1",
    type: "ingress",
    ipProtocol: "tcp",
    policy: "accept",
    portRange: "80/80",
    ...props,
  },
});

/** A security group of an example. */
export const securityGroup = (props: Readonly<Record<string, unknown>> = {}): ExampleResource => ({
  type: "alicloud:ecs/securityGroup:SecurityGroup",
  name: "service",
  props: { securityGroupName: "service", vpcId: "vpc-1", ...props },
});

/** A VPC of an example. */
export const vpc = (name = "shop"): ExampleResource => ({
  type: "alicloud:vpc/network:Network",
  name,
  props: { vpcName: name, cidrBlock: "10.0.0.0/16" },
});

/** A flow log of an example. */
export const flowLog = (props: Readonly<Record<string, unknown>>): ExampleResource => ({
  type: "alicloud:vpc/flowLog:FlowLog",
  name: "flows",
  props: {
    resourceType: "VPC",
    trafficType: "All",
    projectName: "shop",
    logStoreName: "flows",
    ...props,
  },
});

/** A prefix list of an example. */
export const prefixList = (...cidrs: string[]): ExampleResource => ({
  type: "alicloud:ecs/ecsPrefixList:EcsPrefixList",
  name: "callers",
  props: {
    prefixListName: "callers",
    addressFamily: "IPv4",
    maxEntries: 10,
    entries: cidrs.map((cidr) => ({ cidr })),
  },
});

/** An instance of an example that the gateway calls, and its security group. */
export const guardedInstance = (): readonly ExampleResource[] => [
  securityGroup(),
  ecs({ securityGroups: [{ ref: "service" }] }, "nginx"),
  accessTo({ ref: "nginx" }),
];

/** A rule of the security group of {@link guardedInstance}. */
export const guardedIngress = (props: Readonly<Record<string, unknown>>, name?: string): ExampleResource =>
  ingress({ securityGroupId: { ref: "service" }, ...props }, name);
