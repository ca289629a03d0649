import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../component/children";
import type { Tags } from "../component/tags";

/** A VPC that exists. It is only looked at: nothing of it is changed, and a destroy leaves it. */
export interface ExistingNetwork {
  /** Id of the VPC, `vpc-…`. */
  vpcId: pulumi.Input<string>;
  /**
   * Ids of its vSwitches to use, `vsw-…`, at most 8. New ones can be made beside them with `vswitches`. The id
   * identifies what is placed in a vSwitch, so the order does not matter; an id that is an Output is identified by its
   * position in the list.
   *
   * @default none
   */
  vswitchIds?: pulumi.Input<string>[];
}

/**
 * A new vSwitch. The first address of its block identifies it: the order of the list does not matter, and one that is
 * removed changes none that stays.
 */
export interface VSwitchArgs {
  /**
   * Zone id, for example `cn-hangzhou-h`; one that sells instance type and balancer, as with `zones`. A change replaces
   * the vSwitch and all in it, and interrupts the service.
   */
  zoneId: pulumi.Input<string>;
  /**
   * IPv4 block of 16 to 29 bits inside the VPC's; no two may overlap. Another first address is another vSwitch: it is
   * created before the old one is deleted, so the two blocks must not overlap. Another size replaces the vSwitch and
   * all in it, and interrupts the service.
   */
  cidrBlock: string;
  /**
   * Number of the vSwitch's `/64` in the VPC's IPv6 block, 0 to 255; each once. Needed with `ipv6`, and only there.
   * The cloud refuses another number while an instance has an address of the block: change the first address of
   * `cidrBlock` together with it, which makes another vSwitch.
   *
   * @default none
   */
  ipv6CidrBlockMask?: number;
}

/** Arguments of {@link Network}. */
export interface NetworkArgs extends ComponentArgs {
  /** A VPC that exists, with those of its vSwitches that are to be used. @default a new VPC */
  existing?: ExistingNetwork;
  /**
   * IPv4 block of the VPC: 8 to 28 bits, best inside 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.
   * A change replaces the VPC and all that is in it, and interrupts the service.
   *
   * @default "172.16.0.0/16"
   */
  cidrBlock?: string;
  /**
   * One vSwitch in each zone: the ids of the zones, or how many (1 to 8).
   *
   * **Ids**: each zone has its own vSwitch, block and instances, identified by the zone's id. The order does not
   * matter. A new zone, or one that is removed, changes nothing in the zones that stay. Removing the zone that the
   * balancer is called in moves the balancer, see `balancer`. An id that is an Output is identified by its position in
   * the list.
   *
   * **A number** takes the first zones of the region that sell the instance type and a balancer. The choice is kept in
   * later runs, whatever is sold by then; where too few zones sell, a preview of new vSwitches fails. A smaller number
   * removes the last of them, a larger one adds to them; the zones that sell by then may be others, so name them all to
   * be sure of one vSwitch in each. Ids in place of a number, or a number in place of ids, are other vSwitches: new ones
   * are created first, with their instances and balancer, and calls fail for some seconds when the gateway is turned to
   * them.
   *
   * The VPC's block is divided into 32 parts, at most a `/24` each. Use `vswitches` for other sizes.
   *
   * A preview fails for a named zone that does not sell instance type and balancer, and says which do. This is
   * looked at for vSwitches that the VPC does not have yet, and for them alone: the stock is about new instances, and a
   * zone that sells out later blocks no update of what is there.
   *
   * @default 2
   */
  zones?: number | pulumi.Input<string>[];
  /** New vSwitches one by one, 1 to 8 of them, instead of `zones`; in an existing VPC beside those that are there. */
  vswitches?: VSwitchArgs[];
  /**
   * Whether the network is of both families: the cloud gives the VPC an IPv6 block (`/56`) and each vSwitch a `/64` of
   * it. An existing VPC and its vSwitches must have IPv6. All addresses are private: there is no IPv6 gateway
   * bandwidth, so nothing is reached from the Internet.
   *
   * Turned on later, VPC and vSwitches are updated in place; instances are replaced, because the provider gives an
   * address to new ones only, and so is an ALB. Turned off later, the blocks stay; only the gateway's rule goes.
   *
   * @default false
   */
  ipv6?: boolean;
  /** ECS instance type that a zone must sell to be chosen, or to be named. @default any */
  instanceType?: pulumi.Input<string>;
  /** Balancer that a zone must sell to be chosen, or to be named. @default "clb" */
  balancer?: "clb" | "alb" | "none";
  /** Tags on the VPC and its vSwitches, unless they exist. @default none */
  tags?: Tags;
}

/** A network, but for what follows from what is to stand in it. */
export type VpcApiNetworkArgs = Omit<NetworkArgs, "instanceType" | "balancer" | "tags" | keyof ComponentArgs>;
