import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { type ComponentArgs, childrenOf, type Nodes } from "../component/children";
import { argumentsOf } from "../component/knownOutputs";
import { childOf, componentType, type Tags } from "../component/options";
import { resolvePart } from "../component/part";
import { containsOutput } from "../validation/json";
import { checkName, checkPort, checkWholeNumber } from "../validation/names";
import type { Problems } from "../validation/problems";
import {
  checkInstanceSettings,
  defaultInstanceType,
  type InstanceArgs,
  imageOf,
  instanceArgs,
  kept,
} from "./instanceSettings";
import { type PlacedInstance, placeInstances } from "./placement";
import { checkOwnUserData, checkUserData, type NginxUserData, nginxUserData } from "./userData";

/** What the service is, apart from where it runs. */
export interface VpcApiNginxArgs extends InstanceArgs {
  /**
   * Number of instances, spread over the vSwitches in turn; 1 to 20. An instance stays as long as its vSwitch has as
   * many: when a zone is removed, its instances go, and a number that is given is filled up in the other zones.
   *
   * @default one for each vSwitch
   */
  instances?: number;
  /**
   * Port that the service listens on; 1 to 65535. A change replaces the instances. Calls fail until Nginx is
   * installed on a new one, a minute or two.
   *
   * @default 80
   */
  port?: number;
  /**
   * Files that Nginx serves, by path below the web root. A text can be an Output, such as one with the address of a
   * database; it is checked when it is known, before the instances are created. A change replaces the instances: new
   * ones are attached before old ones go, but calls fail until Nginx is installed on them, a minute or two. All
   * together at most 32 KB, to which texts that are not ASCII count a third more than their bytes.
   *
   * @default the page of the Nginx package
   */
  pages?: Record<string, pulumi.Input<string>>;
  /**
   * Nginx's configuration: one or several `server` blocks, the text of a file in conf.d. It says itself where to
   * listen, which must be `port`, and where `pages` are: `/srv/www`. A change replaces the instances.
   *
   * @default one server on `port` with `pages`
   * @anyText
   */
  nginxConfig?: pulumi.Input<string>;
  /**
   * Further keys of cloud-config. The lists `packages`, `write_files` and `runcmd` go on after those of Nginx, so
   * its commands run when Nginx has been started. Values at any depth can be Outputs. Unknown keys, and values that
   * cloud-init's schema does not allow, are refused. They are in the state and on the instance as plain text: no
   * secrets. A change replaces the instances.
   *
   * @default none
   */
  cloudConfig?: Record<string, unknown>;
  /**
   * Any service of your own in place of Nginx: the whole user data, a script (`#!…`) or `#cloud-config`, that
   * installs and starts what answers HTTP on `port`. Goes without `pages`, `nginxConfig` and `cloudConfig`. At most
   * 32 KB, plain text in the state: no secrets. A change replaces the instances.
   *
   * @default Nginx
   * @anyText
   */
  userData?: pulumi.Input<string>;
}

/** Arguments of {@link NginxService}. */
export interface NginxServiceArgs extends VpcApiNginxArgs, ComponentArgs {
  /** VPC that the vSwitches lie in. */
  vpcId: pulumi.Input<string>;
  /** vSwitches to spread the instances over; at least one. */
  vswitchIds: pulumi.Input<string>[];
  /**
   * What identifies each vSwitch, in the same order, and so the instances in it: those of a vSwitch that stays are not
   * touched when another one goes. `Network.vswitchKeys` has them. @default the position in the list
   */
  vswitchKeys?: readonly string[];
  /**
   * Zones of the vSwitches, in the same order: a few encrypt no system disks. @default every zone is taken for one
   * that does
   */
  zoneIds?: pulumi.Input<string>[];
  /**
   * Whether each instance has a private IPv6 address of its vSwitch. Turned on later, it replaces the instances.
   *
   * @default false
   */
  ipv6?: boolean;
  /** Tags on the instances and their security group. @default none */
  tags?: Tags;
}

export interface ResolvedNginxService {
  instances: number;
  port: number;
  userData: pulumi.Input<string>;
  instanceType: pulumi.Input<string>;
}

export function resolveNginxService(
  settings: VpcApiNginxArgs,
  vswitches: number,
  problems: Problems,
): ResolvedNginxService {
  const { port = 80, instanceType = defaultInstanceType } = settings;
  const instances = settings.instances ?? Math.max(vswitches, 1);
  checkWholeNumber(instances, { from: 1, to: 20 }, problems, "instances");
  checkPort(port, problems, "port");
  checkInstanceSettings(settings, problems);
  return { instances, port, userData: resolveUserData(settings, port, problems), instanceType };
}

const nginxOnly = ["pages", "nginxConfig", "cloudConfig"] as const;

function resolveUserData(settings: VpcApiNginxArgs, port: number, problems: Problems): pulumi.Input<string> {
  const { userData, pages = {}, nginxConfig, cloudConfig } = settings;
  if (userData === undefined) {
    const nginx = { port, pages, nginxConfig, cloudConfig };
    const isRight = checkUserData(nginx, problems);
    if (!isRight) return "";
    if (!containsOutput(nginx)) return nginxUserData(nginx as NginxUserData);
    return pulumi.output(nginx).apply((known) => nginxUserData(known as NginxUserData));
  }
  for (const name of nginxOnly.filter((one) => settings[one] !== undefined)) {
    problems.add(name, "is given together with userData.", "Leave it out: userData is the whole of it.");
  }
  checkOwnUserData(userData, problems);
  return userData;
}

/** Notes keys that do not identify the vSwitches. */
function checkKeysOfVSwitches({ vswitchIds, vswitchKeys = [] }: NginxServiceArgs, problems: Problems): void {
  if (vswitchKeys.length > 0 && vswitchKeys.length !== vswitchIds.length) {
    const problem = `has ${vswitchKeys.length} keys for ${vswitchIds.length} vSwitches.`;
    problems.add("vswitchKeys", problem, "Give one for each, or leave it out.");
  }
  vswitchKeys.forEach((key, index) => {
    if (vswitchKeys.indexOf(key) === index) return;
    problems.add(`vswitchKeys[${index}]`, `"${key}" is given twice.`, "Give each vSwitch a key of its own.");
  });
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
export class NginxService extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
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
    args = argumentsOf(args, opts);
    const resolved = resolvePart({ type: "NginxService", name, args }, (problems, args) => {
      checkName("component", name, problems, "name");
      if (args.vswitchIds.length === 0) problems.add("vswitchIds", "is empty.", "Give at least one vSwitch.");
      checkKeysOfVSwitches(args, problems);
      return resolveNginxService(args, args.vswitchIds.length, problems);
    });
    const { options, nodes } = childrenOf(name, args, opts);
    super(componentType("NginxService"), name, {}, options);
    this.nodes = nodes;
    const tags = args.tags ?? {};
    this.port = resolved.port;
    this.securityGroup = new alicloud.ecs.SecurityGroup(
      `${name}-security-group`,
      {
        securityGroupName: `${name}-service`,
        description: "Instances behind API Gateway: nobody but the gateway, or its balancer, is let in.",
        vpcId: args.vpcId,
        tags,
      },
      childOf(this),
    );
    this.securityGroupId = this.securityGroup.id;
    const keys = args.vswitchKeys ?? args.vswitchIds.map((_, index) => String(index));
    const placed = placeInstances(resolved.instances, keys);
    this.instances = this.createInstances(name, args, resolved, placed, tags);
    this.instanceKeys = placed.map(({ key }) => key);
    this.instanceIds = pulumi.output(this.instances.map((instance) => instance.id));
    this.registerOutputs({
      instanceIds: this.instanceIds,
      instanceKeys: this.instanceKeys,
      securityGroupId: this.securityGroupId,
      port: this.port,
    });
  }

  private createInstances(
    name: string,
    args: NginxServiceArgs,
    resolved: ResolvedNginxService,
    placed: readonly PlacedInstance[],
    tags: Tags,
  ): alicloud.ecs.Instance[] {
    const imageId = imageOf(args, this);
    const options = childOf(this, {
      // The cloud runs user data on the first boot only, and moves no instance to another zone or VPC. A new image the
      // provider would put on the disk that is there, over all that is on it.
      replaceOnChanges: ["userData", "vswitchId", "imageId"],
      ignoreChanges: kept(args),
    });
    return placed.map(({ key, vswitch }) => {
      return new alicloud.ecs.Instance(
        `${name}-instance-${key}`,
        {
          instanceName: `${name}-${key}`,
          hostName: hostName(name, key),
          imageId,
          instanceType: resolved.instanceType,
          vswitchId: args.vswitchIds[vswitch] as pulumi.Input<string>,
          securityGroups: [this.securityGroup.id],
          ...instanceArgs(args, args.zoneIds?.[vswitch], this),
          internetMaxBandwidthOut: 0,
          httpTokens: "required",
          httpEndpoint: "enabled",
          userData: resolved.userData,
          // The provider stops an instance to change it: where that failed, an update after a refresh starts it again.
          status: "Running",
          ...(args.ipv6 ? { ipv6AddressCount: 1 } : {}),
          tags,
        },
        options,
      );
    });
  }
}
