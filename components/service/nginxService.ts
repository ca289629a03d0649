import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { child } from "../component/children";
import { Component } from "../component/component";
import type { NginxServiceArgs } from "./args";
import { imageOf, instanceArgs, kept } from "./instanceSettings";
import { type NginxServicePlan, nginxServiceDefinition } from "./plan";

declare module "../component/children" {
  interface ChildKinds {
    /** Security group of the instances, or of the ALB. */
    securityGroup: typeof alicloud.ecs.SecurityGroup;
    /** An ECS instance. */
    instance: typeof alicloud.ecs.Instance;
  }
}

/** Longest host name of a Linux instance. Source: HostName of RunInstances. */
const hostNameLimit = 64;

/** Letters, digits and single hyphens; a long name of the component is cut. */
function hostName(name: string, key: string): string {
  const end = `-${key}`.replace(/[^A-Za-z0-9]+/g, "-");
  return `${name
    .slice(0, hostNameLimit - end.length)
    .replace(/[-_]+/g, "-")
    .replace(/-$/, "")}${end}`;
}

/**
 * ECS instances that run Nginx, or a service of your own, without a public address of either family and without a
 * password. Their security group lets nobody in: whoever may call them adds a rule (see `GatewayAccess`).
 */
export class NginxService extends Component<NginxServicePlan> {
  /** Security group of the instances. It has no rules of its own. */
  readonly securityGroup: alicloud.ecs.SecurityGroup;
  /** The instances, in the order of the keys of their vSwitches. */
  readonly instances: alicloud.ecs.Instance[];
  /** What identifies each instance, in the same order. */
  readonly instanceKeys: readonly string[];
  /** Ids of the instances. */
  readonly instanceIds: pulumi.Output<string[]>;
  /** Id of the security group. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Port that Nginx listens on. */
  readonly port: number;

  /** @throws ArgumentError with every problem in the arguments, before anything is registered */
  constructor(name: string, args: NginxServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super(nginxServiceDefinition, name, args, opts);
    const { instances, port, vpcId, tags } = this.plan;
    this.port = port;
    this.securityGroup = child(this, "securityGroup", alicloud.ecs.SecurityGroup, "security-group", {
      securityGroupName: `${name}-service`,
      description: "Instances behind API Gateway: nobody but the gateway, or its balancer, is let in.",
      vpcId,
      tags,
    });
    this.securityGroupId = this.securityGroup.id;
    this.instances = this.createInstances(name);
    this.instanceKeys = instances.map(({ key }) => key);
    this.instanceIds = pulumi.output(this.instances.map((instance) => instance.id));
    this.registerOutputs({
      instanceIds: this.instanceIds,
      instanceKeys: this.instanceKeys,
      securityGroupId: this.securityGroupId,
      port: this.port,
    });
  }

  private createInstances(name: string): alicloud.ecs.Instance[] {
    const { settings, instances, vswitchIds, zoneIds, instanceType, userData, ipv6, tags } = this.plan;
    const imageId = imageOf(settings, this);
    return instances.map(({ key, vswitch }) =>
      child(
        this,
        "instance",
        alicloud.ecs.Instance,
        `instance-${key}`,
        {
          instanceName: `${name}-${key}`,
          hostName: hostName(name, key),
          imageId,
          instanceType,
          vswitchId: vswitchIds[vswitch] as pulumi.Input<string>,
          securityGroups: [this.securityGroup.id],
          ...instanceArgs(settings, zoneIds?.[vswitch], this),
          internetMaxBandwidthOut: 0,
          httpTokens: "required",
          httpEndpoint: "enabled",
          userData,
          // The provider stops an instance to change it: where that failed, an update after a refresh starts it again.
          status: "Running",
          ipv6AddressCount: ipv6 ? 1 : undefined,
          tags,
        },
        {
          protection: { on: { deletionProtection: true }, off: { deletionProtection: false } },
          // The cloud runs user data on the first boot only, and moves no instance to another zone or VPC. A new image
          // the provider would put on the disk that is there, over all that is on it.
          replaceOnChanges: ["userData", "vswitchId", "imageId"],
          ignoreChanges: kept(settings),
        },
      ),
    );
  }
}
