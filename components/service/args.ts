import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../component/children";
import type { Tags } from "../component/tags";

/** What an instance is made from, whatever runs on it. */
export interface InstanceArgs {
  /**
   * ECS instance type. A change stops all instances at once, changes them and starts them again: calls fail meanwhile,
   * for some minutes. Where it fails, instances stay stopped: `pulumi up --refresh` starts them again.
   *
   * @default "ecs.e-c1m1.large"
   */
  instanceType?: pulumi.Input<string>;
  /**
   * Image with cloud-init 23.2.2 or later and, for Nginx, a package of it. A change replaces the instances, as new
   * `pages` do: the provider alone would wipe the system disk of those that are there.
   *
   * @default the newest public image of Alibaba Cloud Linux 3, see `image`
   */
  imageId?: pulumi.Input<string>;
  /**
   * What becomes of the instances when a newer public image comes out: `pinned` keeps the one that they were made
   * with, for new ones too; `latest` replaces them, in the next update, by ones with the newer image. Only without
   * `imageId`. @default "pinned"
   */
  image?: "pinned" | "latest";
  /**
   * Name of a key pair that exists, for logging in as root from inside the VPC; the security group lets nobody in
   * there by itself. A change restarts all instances at once: calls fail until they run again.
   *
   * @default none: nobody logs in
   */
  keyPairName?: pulumi.Input<string>;
  /** The system disk. @default an ESSD of the size that the cloud chooses, encrypted where that is sold */
  systemDisk?: SystemDisk;
}

/** The system disk of an instance. */
export interface SystemDisk {
  /**
   * Whether it is encrypted with the account's own key of ECS, for which KMS must have been activated once. A change
   * replaces the instances, the new ones first. Left out, disks that exist stay as they are.
   *
   * Left out, new disks are encrypted where the cloud sells that: not those of category `cloud_efficiency` or
   * `cloud_ssd`, nor with a few old bare metal families, nor in South Korea (Seoul), Nanjing, Hong Kong zone D and
   * Singapore zone A. `true` is refused for such a category or family. Source: "Encrypt cloud disks" and RunInstances.
   *
   * @default true, where it is sold
   */
  encrypted?: boolean;
  /** Category. A change replaces the instances. @default "cloud_essd" */
  category?: DiskCategory;
  /** Size in GiB, 20 to 2048, not below the image's. Grows in place; a smaller one is refused. @default 40 */
  size?: number;
}

/** Disk categories that a system disk can have. */
export type DiskCategory =
  | "cloud_essd"
  | "cloud_essd_entry"
  | "cloud_auto"
  | "cloud_efficiency"
  | "cloud_ssd";

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
