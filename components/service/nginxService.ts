import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { type ChildSettings, childrenOf, type Nodes } from "../core/children";
import { type Mistakes, resolveOrThrow } from "../core/mistakes";
import { checkName, checkWholeNumber } from "../core/names";
import { checkTags, childOf, componentType, type Tags } from "../core/options";
import { checkUserData, nginxUserData } from "./userData";

/** What the service is, apart from where it runs. */
export interface NginxServiceSettings {
  /** Number of instances, spread over the vSwitches in turn; 1 to 20. @default one for each vSwitch */
  instances?: number;
  /**
   * Port that Nginx listens on; 1 to 65535. A change replaces the instances. Calls fail until Nginx is installed on
   * a new one, a minute or two.
   *
   * @default 80
   */
  port?: number;
  /**
   * Files that Nginx serves, by path below the web root. A change replaces the instances: new ones are attached
   * before old ones go, but calls fail until Nginx is installed on them, a minute or two. All together at most 32 KB.
   *
   * @default the page of the Nginx package
   */
  pages?: Record<string, string>;
  /** ECS instance type. A change stops and starts each instance. @default "ecs.e-c1m1.large" */
  instanceType?: pulumi.Input<string>;
  /**
   * Image with cloud-init 23.2.2 or later and a package of Nginx. A change wipes the system disks. Without it, the newest Alibaba Cloud Linux 3 at the time of
   * creation is kept: a newer image would wipe the disk.
   *
   * @default the newest public image of Alibaba Cloud Linux 3
   */
  imageId?: pulumi.Input<string>;
}

/** Arguments of {@link NginxService}. */
export interface NginxServiceArgs extends NginxServiceSettings, ChildSettings {
  /** VPC that the vSwitches lie in. */
  vpcId: pulumi.Input<string>;
  /** vSwitches to spread the instances over; at least one. */
  vswitchIds: pulumi.Input<string>[];
  /** Tags on the instances and their security group. @default none */
  tags?: Tags;
}

export interface ResolvedNginxService {
  instances: number;
  port: number;
  pages: Record<string, string>;
  instanceType: pulumi.Input<string>;
}

export const defaultInstanceType = "ecs.e-c1m1.large";

export function resolveNginxService(
  settings: NginxServiceSettings,
  vswitches: number,
  mistakes: Mistakes,
): ResolvedNginxService {
  const resolved = {
    instances: settings.instances ?? Math.max(vswitches, 1),
    port: settings.port ?? 80,
    pages: settings.pages ?? {},
    instanceType: settings.instanceType ?? defaultInstanceType,
  };
  checkWholeNumber(resolved.instances, { from: 1, to: 20 }, mistakes, "instances");
  checkWholeNumber(resolved.port, { from: 1, to: 65535 }, mistakes, "port");
  checkUserData(resolved, mistakes);
  return resolved;
}

/**
 * ECS instances that run Nginx, without a public address and without a password. Their security group lets
 * nobody in: whoever may call them adds a rule (see `GatewayAccess`).
 */
export class NginxService extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /** Security group of the instances. It has no rules of its own. */
  readonly securityGroup: alicloud.ecs.SecurityGroup;
  /** The instances. */
  readonly instances: alicloud.ecs.Instance[];
  /** Ids of the instances. */
  readonly instanceIds: pulumi.Output<string[]>;
  /** Id of the security group. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Port that Nginx listens on. */
  readonly port: number;

  /** @throws ArgumentMistakesError with every mistake in the arguments, before anything is registered */
  constructor(name: string, args: NginxServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveOrThrow(`NginxService ${name}`, (mistakes) => {
      checkName("component", name, mistakes, "name");
      checkTags(args.tags, mistakes);
      if (args.vswitchIds.length === 0) mistakes.add("vswitchIds", "is empty.", "Give at least one vSwitch.");
      return resolveNginxService(args, args.vswitchIds.length, mistakes);
    });
    const { options, nodes } = childrenOf(name, args, opts);
    super(componentType("NginxService"), name, {}, options);
    this.nodes = nodes;
    const tags = args.tags ?? {};
    this.port = resolved.port;
    this.securityGroup = new alicloud.ecs.SecurityGroup(
      `${name}-security-group`,
      { securityGroupName: `${name}-service`, vpcId: args.vpcId, tags },
      childOf(this),
    );
    this.securityGroupId = this.securityGroup.id;
    this.instances = this.createInstances(name, args, resolved, tags);
    this.instanceIds = pulumi.output(this.instances.map((instance) => instance.id));
    this.registerOutputs({
      instanceIds: this.instanceIds,
      securityGroupId: this.securityGroupId,
      port: this.port,
    });
  }

  private createInstances(
    name: string,
    args: NginxServiceArgs,
    resolved: ResolvedNginxService,
    tags: Tags,
  ): alicloud.ecs.Instance[] {
    const imageId = args.imageId ?? newestImage(this);
    const options = childOf(this, {
      // The cloud runs user data on the first boot only, and moves no instance to another zone or VPC.
      replaceOnChanges: ["userData", "vswitchId"],
      ignoreChanges: args.imageId === undefined ? ["imageId"] : [],
    });
    return Array.from({ length: resolved.instances }, (_, index) => {
      return new alicloud.ecs.Instance(
        `${name}-instance-${index}`,
        {
          instanceName: `${name}-${index}`,
          hostName: `${name}-${index}`.replace(/[-_]+/g, "-"),
          imageId,
          instanceType: resolved.instanceType,
          vswitchId: args.vswitchIds[index % args.vswitchIds.length] as pulumi.Input<string>,
          securityGroups: [this.securityGroup.id],
          systemDiskCategory: "cloud_essd",
          internetMaxBandwidthOut: 0,
          httpTokens: "required",
          httpEndpoint: "enabled",
          userData: nginxUserData(resolved),
          tags,
        },
        options,
      );
    });
  }
}

function newestImage(parent: pulumi.Resource): pulumi.Output<string> {
  const images = alicloud.ecs.getImagesOutput(
    { owners: "system", nameRegex: "^aliyun_3_x64_20G", mostRecent: true, status: "Available" },
    { parent },
  );
  return images.images.apply(([newest]) => {
    if (newest) return newest.id;
    throw new pulumi.RunError(
      "imageId: the region has no public image of Alibaba Cloud Linux 3. Give an imageId.",
    );
  });
}
