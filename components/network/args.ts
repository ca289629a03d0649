import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../component/children";
import type { Tags } from "../component/tags";

/** An existing VPC. The component only reads it. It does not change it, and `pulumi destroy` keeps it. */
export interface ExistingNetwork {
  /** ID of the VPC, `vpc-…`. */
  vpcId: pulumi.Input<string>;
  /**
   * IDs of existing vSwitches to use, `vsw-…`, at most 8. `vswitches` adds new ones. The ID of a vSwitch
   * identifies the resources in it, so the order does not matter. An ID that is an Output is identified by
   * its position in the list.
   *
   * @default none
   */
  vswitchIds?: pulumi.Input<string>[];
}

/**
 * A new vSwitch. The first address of its block identifies it. The order of the list does not matter, and
 * removing one does not change the others.
 */
export interface VSwitchArgs {
  /**
   * Zone ID, for example `cn-hangzhou-h`. The zone must offer the instance type and the balancer, as with
   * `zones`. A change replaces the vSwitch and all resources in it, and interrupts the service.
   */
  zoneId: pulumi.Input<string>;
  /**
   * IPv4 block inside that of the VPC, with a prefix of 16 to 29 bits. Blocks must not overlap. A change of
   * the first address creates a new vSwitch before the old one is deleted, so the two blocks must not
   * overlap. A change of the size replaces the vSwitch and all resources in it, and interrupts the service.
   */
  cidrBlock: string;
  /**
   * Number of the vSwitch's `/64` in the VPC's IPv6 block. Unique. Required with `ipv6`, and only allowed with
   * it. The cloud rejects a change while an instance has an address of the block. Change the first address of
   * `cidrBlock` at the same time, which creates a new vSwitch.
   *
   * @range 0 to 255
   * @default none
   */
  ipv6CidrBlockMask?: number;
}

/** Arguments of {@link Network}. */
export interface NetworkArgs extends ComponentArgs {
  /** An existing VPC, and those of its vSwitches to use. @default a new VPC */
  existing?: ExistingNetwork;
  /**
   * IPv4 block of the VPC, with a prefix of 8 to 28 bits, preferably inside 10.0.0.0/8, 172.16.0.0/12 or
   * 192.168.0.0/16. A change replaces the VPC and all resources in it, and interrupts the service.
   *
   * @default "172.16.0.0/16"
   */
  cidrBlock?: string;
  /**
   * Zones with one vSwitch each: the IDs of 1 to 8 zones, or their number.
   *
   * **IDs**: each zone has its own vSwitch, block and instances, identified by the ID of the zone. The order
   * does not matter. Adding or removing a zone does not change the others. Removing the zone that contains
   * the called address of the balancer moves the balancer, see `balancer`. An ID that is an Output is
   * identified by its position in the list.
   *
   * **A number** selects the first zones of the region that offer the instance type and a balancer. Later
   * runs keep the selection, even if the offers change. If too few zones offer both, a preview of new
   * vSwitches fails. A smaller number removes the last zones. A larger number adds zones from those that
   * offer both at that time, which may differ from before. List all zones by ID to be sure of one vSwitch in
   * each. A change from a number to IDs, or from IDs to a number, creates new vSwitches. The update creates
   * them first, with their instances and balancer. Calls fail for some seconds while the gateway switches to
   * them.
   *
   * The VPC's block is divided into 32 parts, at most a `/24` each. Use `vswitches` for other sizes.
   *
   * If a listed zone does not offer the instance type and the balancer, the preview fails and lists the zones
   * that do. The check applies only to vSwitches that the VPC does not have yet. A zone that stops offering a
   * product does not block updates of existing resources.
   *
   * @range 1 to 8
   * @default 2
   */
  zones?: number | pulumi.Input<string>[];
  /**
   * New vSwitches, 1 to 8, instead of `zones`. In an existing VPC, they are created beside the existing ones.
   */
  vswitches?: VSwitchArgs[];
  /**
   * Whether the network has IPv6 addresses beside IPv4. The cloud assigns an IPv6 block (`/56`) to the VPC
   * and a `/64` of it to each vSwitch. An existing VPC and its vSwitches must have IPv6. All addresses are
   * private: there is no IPv6 gateway bandwidth, so the Internet cannot reach them.
   *
   * Enabling it later updates the VPC and the vSwitches in place. It replaces the instances, because the
   * provider assigns an address to new ones only, and it replaces an ALB. Disabling it later keeps the blocks
   * and removes only the gateway's rule.
   *
   * @default false
   */
  ipv6?: boolean;
  /** ECS instance type that the zones must offer. @default any */
  instanceType?: pulumi.Input<string>;
  /** Balancer that the zones must offer. @default "clb" */
  balancer?: "clb" | "alb" | "none";
  /** Tags on a new VPC and new vSwitches. @default none */
  tags?: Tags;
}

/** Arguments of the network of a `VpcApi`, which sets the other arguments of a {@link Network} itself. */
export type VpcApiNetworkArgs = Omit<NetworkArgs, "instanceType" | "balancer" | "tags" | keyof ComponentArgs>;
