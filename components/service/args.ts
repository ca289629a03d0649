import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../component/children";
import type { Tags } from "../component/tags";

/** Arguments of an instance, independent of the software on it. */
export interface InstanceArgs {
  /**
   * ECS instance type. A change stops all instances at once, changes them and starts them again. Calls fail
   * for some minutes. If the change fails, instances stay stopped: `pulumi up --refresh` starts them again.
   *
   * @default "ecs.e-c1m1.large"
   */
  instanceType?: pulumi.Input<string>;
  /**
   * Image with cloud-init 23.2.2 or later and, for Nginx, a package of it. A change replaces the instances,
   * as a change of `pages` does. The provider alone would erase the system disk of the existing instances.
   *
   * @default the newest public image of Alibaba Cloud Linux 3, see `image`
   */
  imageId?: pulumi.Input<string>;
  /**
   * Behavior when a newer public image is released. `pinned` keeps the image that the instances were created
   * with, also for new instances. `latest` replaces the instances in the next update. Conflicts with
   * `imageId`.
   *
   * @default "pinned"
   */
  image?: "pinned" | "latest";
  /**
   * Name of an existing key pair for root logins from inside the VPC. The security group does not allow
   * logins by default. A change restarts all instances at once: calls fail until they run again.
   *
   * @default none: nobody can log in
   */
  keyPairName?: pulumi.Input<string>;
  /** System disk. @default an ESSD of the size that the cloud chooses, encrypted where available */
  systemDisk?: SystemDisk;
}

/** System disk of an instance. */
export interface SystemDisk {
  /**
   * Whether the disk is encrypted with the account's default ECS key. KMS must be activated once for the
   * account. A change replaces the instances and creates the new ones first. If not set, existing disks are
   * not changed.
   *
   * If not set, new disks are encrypted where the cloud supports it. Encryption is not available for the
   * categories `cloud_efficiency` and `cloud_ssd`, for a few old bare metal families, and in South Korea
   * (Seoul), Nanjing, Hong Kong zone D and Singapore zone A. `true` is rejected for such a category or
   * family. Source: "Encrypt cloud disks" and RunInstances.
   *
   * @default true where available
   */
  encrypted?: boolean;
  /** Disk category. A change replaces the instances. @default "cloud_essd" */
  category?: DiskCategory;
  /**
   * Size, at least that of the image. The disk can grow in place. The cloud rejects a smaller size.
   *
   * @range 20 to 2048 GiB
   * @default 40
   */
  size?: number;
}

/** Disk categories of a system disk. */
export type DiskCategory =
  | "cloud_essd"
  | "cloud_essd_entry"
  | "cloud_auto"
  | "cloud_efficiency"
  | "cloud_ssd";

/** Arguments of the Nginx service of a `VpcApi`. */
export interface VpcApiNginxArgs extends InstanceArgs {
  /**
   * Number of instances, distributed over the vSwitches in turn. An instance stays as long as its vSwitch has
   * at least as many instances. Removing a zone deletes its instances. If you set a number, the other zones
   * get new instances in their place.
   *
   * @range 1 to 20
   * @default one for each vSwitch
   */
  instances?: number;
  /**
   * Port that the service listens on. A change replaces the instances. Calls fail for a minute or two, until
   * Nginx is installed on a new one.
   *
   * @range 1 to 65535
   * @default 80
   */
  port?: number;
  /**
   * Files that Nginx serves, by path below the web root. A text, or the whole record, can be an Output, for
   * example one that contains the address of a database. Its value is checked as soon as it is known, before
   * the instances are created. If the record is an Output, a `VpcApi` with a balancer needs `healthCheckPath`.
   * A change replaces the instances. The update attaches new instances before it deletes old ones, but calls
   * fail for a minute or two, until Nginx is installed on them. The total size is at most 32 KB. Texts that are
   * not ASCII count a third more than their bytes.
   *
   * @default the page of the Nginx package
   */
  pages?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /**
   * Nginx configuration: one or more `server` blocks, the content of a file in conf.d. It must listen on
   * `port`, and set the path of `pages` itself: `/srv/www`. Quotes, braces and semicolons are checked as soon
   * as the value is known, names of directives are not. A change replaces the instances.
   *
   * @default one server on `port` with `pages`
   * @anyText
   */
  nginxConfig?: pulumi.Input<string>;
  /**
   * Additional keys of cloud-config. The lists `packages`, `write_files` and `runcmd` are appended to those
   * of Nginx, so their commands run after Nginx starts. The whole, or values at any depth, can be Outputs. Unknown keys, and
   * values that the schema of cloud-init does not allow, are rejected. The state and the instance contain the
   * values in plain text, so do not use secrets. A change replaces the instances.
   *
   * @default none
   */
  cloudConfig?: pulumi.Input<Record<string, unknown>>;
  /**
   * User data for a service of your own instead of Nginx: a script (`#!…`) or `#cloud-config` that installs
   * and starts an HTTP server on `port`. Conflicts with `pages`, `nginxConfig` and `cloudConfig`. At most 32
   * KB. The state contains it in plain text, so do not use secrets. A change replaces the instances.
   *
   * @default Nginx
   * @anyText
   */
  userData?: pulumi.Input<string>;
}

/** Arguments of {@link NginxService}. */
export interface NginxServiceArgs extends VpcApiNginxArgs, ComponentArgs {
  /** VPC of the vSwitches. */
  vpcId: pulumi.Input<string>;
  /** vSwitches that the instances are distributed over. At least one. */
  vswitchIds: pulumi.Input<string>[];
  /**
   * Keys that identify the vSwitches and their instances, in the same order: `Network.vswitchKeys`. Removing
   * a vSwitch does not change the instances in the others.
   *
   * @default the position in the list
   */
  vswitchKeys?: readonly string[];
  /**
   * Zones of the vSwitches, in the same order. A few zones do not support encrypted system disks.
   *
   * @default every zone is assumed to support them
   */
  zoneIds?: pulumi.Input<string>[];
  /**
   * Whether each instance has a private IPv6 address of its vSwitch. Enabling it later replaces the
   * instances.
   *
   * @default false
   */
  ipv6?: boolean;
  /** Tags on the instances and their security group. @default none */
  tags?: Tags;
}

/** An existing back end that the gateway calls directly. */
export interface ExistingTarget {
  /**
   * Target that the gateway calls: the ID of an ECS instance (`i-…`) or intranet CLB (`lb-…`), or the private
   * IPv4 address of one or of an intranet ALB, in `network.existing.vpcId`. A change of target or port
   * replaces the authorization. Calls fail for some seconds, until the APIs are published with the new one.
   */
  target: pulumi.Input<string>;
  /** Port of the instance or of the balancer's listener. @range 1 to 65535 */
  port: number;
  /** Port of the service on its instances, which the rule opens. @range 1 to 65535 @default `port` */
  servicePort?: number;
  /**
   * Security group of the instances. The component adds a rule that allows the gateway. Not required behind
   * an HTTP listener of a CLB or behind an ALB, because the instances do not see the gateway.
   *
   * @default no rule is created
   */
  securityGroupId?: pulumi.Input<string>;
}

/** An existing ECS instance. */
export interface ExistingInstance {
  /** ID of the instance, `i-…`. */
  id: pulumi.Input<string>;
}

/** Existing ECS instances in `network.existing.vpcId`, behind a new balancer. */
export interface ExistingInstances {
  /**
   * The instances: 1 to 20. The component does not read them, so the state does not contain their user data.
   */
  instances: ExistingInstance[];
  /** Port of the service on the instances. @range 1 to 65535 */
  port: number;
  /**
   * Security group of the instances. The component adds a rule that allows the callers.
   *
   * @default no rule is created
   */
  securityGroupId?: pulumi.Input<string>;
}

/** An existing service. The component only adds a rule to `securityGroupId`. */
export type ExistingService = ExistingTarget | ExistingInstances;
