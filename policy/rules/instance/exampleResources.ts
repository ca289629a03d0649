import type { ExampleResource } from "../../core/rule";

/** An instance of an example. */
export const ecs = (props: Readonly<Record<string, unknown>> = {}, name = "web"): ExampleResource => ({
  type: "alicloud:ecs/instance:Instance",
  name,
  props: {
    instanceName: name,
    imageId: "aliyun_3_x64_20G_alibase_20240528.vhd",
    instanceType: "ecs.e-c1m1.large",
    vswitchId: "vsw-1",
    securityGroups: ["sg-1"],
    ...props,
  },
});

/** An ALB server group of an example. */
export const serverGroup = (...serverIds: unknown[]): ExampleResource => ({
  type: "alicloud:alb/serverGroup:ServerGroup",
  name: "servers",
  props: {
    serverGroupName: "servers",
    vpcId: "vpc-1",
    healthCheckConfig: { healthCheckEnabled: true },
    servers: serverIds.map((serverId) => ({ serverId, serverType: "Ecs", port: 80 })),
  },
});

/** A vSwitch of an example. */
export const vswitch = (name: string, zoneId: unknown, cidrBlock = "10.0.0.0/24"): ExampleResource => ({
  type: "alicloud:vpc/switch:Switch",
  name,
  props: { vpcId: "vpc-1", cidrBlock, zoneId },
});
