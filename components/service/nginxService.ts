import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { child } from "../component/children";
import { Component } from "../component/component";
import type { NginxServiceArgs } from "./args";
import { findImage, listIgnoredChanges, planEncryption } from "./instanceSettings";
import { type NginxServicePlan, nginxServiceDefinition } from "./plan";

declare module "../component/children" {
  interface ChildKinds {
    /** Security group of the instances, or of the ALB. @local securityGroup securityGroupName */
    securityGroup: typeof alicloud.ecs.SecurityGroup;
    /** An ECS instance. @local instance instanceName */
    instance: typeof alicloud.ecs.Instance;
  }
}

/** Maximum length of the host name of a Linux instance. Source: HostName of RunInstances. */
const hostNameLimit = 64;

/** Creates a host name of letters, digits and single hyphens. Truncates a long name of the component. */
function hostName(name: string, key: string): string {
  const end = `-${key}`.replace(/[^A-Za-z0-9]+/g, "-");
  const start = name.slice(0, hostNameLimit - end.length).replace(/[-_]+/g, "-");
  return `${start.replace(/-$/, "")}${end}`;
}

/**
 * ECS instances that run Nginx, or a service of your own. They have no public IPv4 or IPv6 address and no
 * password. Their security group allows no caller: each caller adds a rule (see `GatewayAccess`).
 */
export class NginxService extends Component<NginxServicePlan> {
  /** Security group of the instances. The component adds no rules to it. */
  readonly securityGroup: alicloud.ecs.SecurityGroup;
  /** The instances, in the order of the keys of their vSwitches. */
  readonly instances: alicloud.ecs.Instance[];
  /** Key of each instance, in the same order. */
  readonly instanceKeys: readonly string[];
  /** IDs of the instances. */
  readonly instanceIds: pulumi.Output<string[]>;
  /** ID of the security group. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Port that Nginx listens on. */
  readonly port: number;

  /** @throws ArgumentError with every problem in the arguments, before any resource is registered */
  constructor(name: string, args: NginxServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super(nginxServiceDefinition, name, args, opts);
    const { instances, port, vpcId, tags } = this.plan;
    this.port = port;
    this.securityGroup = child(this, "securityGroup", alicloud.ecs.SecurityGroup, "security-group", {
      securityGroupName: `${name}-service`,
      description: "Instances behind API Gateway. Only the gateway or its balancer may call them.",
      vpcId,
      tags,
    });
    this.securityGroupId = this.securityGroup.id;
    this.instances = this.createInstances(name);
    this.instanceKeys = instances.map(({ key }) => key);
    this.instanceIds = pulumi.output(this.instances.map((instance) => instance.id));
    this.registerProperties("instanceIds", "instanceKeys", "securityGroupId", "port");
  }

  private createInstances(name: string): alicloud.ecs.Instance[] {
    const { settings, instances, vswitchIds, zoneIds, instanceType, userData, ipv6, tags } = this.plan;
    const { encrypted, category = "cloud_essd", size } = settings.systemDisk ?? {};
    const imageId = findImage(settings, this);
    return instances.map(({ key, vswitch }) => {
      const args: alicloud.ecs.InstanceArgs = {
        instanceName: `${name}-${key}`,
        hostName: hostName(name, key),
        imageId,
        instanceType,
        vswitchId: vswitchIds[vswitch] as pulumi.Input<string>,
        securityGroups: [this.securityGroup.id],
        systemDiskCategory: category,
        systemDiskSize: size,
        systemDiskEncrypted: planEncryption(encrypted, category, instanceType, zoneIds?.[vswitch], this),
        keyName: settings.keyPairName,
        internetMaxBandwidthOut: 0,
        httpTokens: "required",
        httpEndpoint: "enabled",
        userData,
        // The provider stops an instance to change it. After a failed change and a refresh, this starts it.
        status: "Running",
        ipv6AddressCount: ipv6 ? 1 : undefined,
        tags,
      };
      return child(this, "instance", alicloud.ecs.Instance, `instance-${key}`, args, {
        protection: { on: { deletionProtection: true }, off: { deletionProtection: false } },
        // The cloud runs user data on the first boot only, and cannot move an instance to another zone or VPC.
        // For a new image, the provider would overwrite the existing disk.
        replaceOnChanges: ["userData", "vswitchId", "imageId"],
        ignoreChanges: listIgnoredChanges(settings),
      });
    });
  }
}
