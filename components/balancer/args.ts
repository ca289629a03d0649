import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../component/children";
import type { Tags } from "../component/tags";

/** Load balancer between the gateway and the service. */
export type VpcApiBalancerArgs = ClassicBalancer | ApplicationBalancer | NoBalancer;

/**
 * A CLB. The instances see the gateway's own addresses, and their security group allows only those.
 *
 * The CLB stays in the vSwitch that it was created in, even if you add or remove other vSwitches. That is the
 * last vSwitch by zone, address or ID, or the first one if `zones` is a number. If you remove that zone, the
 * update creates a new CLB in another one before it deletes the old one. Calls fail for some seconds while
 * the gateway switches to it.
 */
export interface ClassicBalancer extends VpcApiClbArgs {
  /** Kind of the balancer. @default "clb" */
  kind?: "clb";
}

/**
 * An intranet ALB in two or more zones. Only the gateway may call it. The instances see the addresses of the
 * ALB, and their security group allows its vSwitches.
 *
 * Zones are added and removed in place. The gateway calls the address in one of the zones, which stays the
 * same: the last by zone, address or ID, or the first one if `zones` is a number. If you remove that zone,
 * the gateway switches to the address in another one. Calls fail for up to half a minute: from the removal of
 * the address until the APIs are published again.
 */
export interface ApplicationBalancer extends VpcApiAlbArgs {
  /** Kind of the balancer. */
  kind: "alb";
}

/** No load balancer: the gateway calls the only instance of the service. */
export interface NoBalancer {
  /** Kind of the balancer. */
  kind: "none";
  /**
   * Target of the authorization: the instance's `id`, or its private `address`. Another instance may get the
   * same address later.
   *
   * @default "id"
   */
  target?: "id" | "address";
}

/** Arguments of the CLB of a `VpcApi`. */
export interface VpcApiClbArgs {
  /**
   * Port that the balancer listens on. A change replaces the listener and, in a `VpcApi`, the VPC access
   * authorization. Calls fail for some seconds, until the APIs are published with the new one.
   *
   * @range 1 to 65535
   * @default the port of the service
   */
  port?: number;
  /**
   * Path of the HTTP health check: at most 80 characters, starting with a slash.
   *
   * @default "/"; in a `VpcApi` whose `service.pages` have no `index.html`, the first page by name
   */
  healthCheckPath?: string;
}

/** Arguments of {@link ClassicLoadBalancer}. */
export interface ClassicLoadBalancerArgs extends VpcApiClbArgs, ComponentArgs {
  /**
   * vSwitch of the balancer's address. A change creates a new balancer before the old one is deleted. The
   * cloud cannot move a balancer, and does not delete a vSwitch that contains one.
   */
  vswitchId: pulumi.Input<string>;
  /** ECS instances that receive the requests. */
  instances: BalancerInstance[];
  /** Port of the service on the instances. @range 1 to 65535 */
  servicePort: number;
  /** Tags on the balancer. @default none */
  tags?: Tags;
}

/** An instance behind a balancer. An `alicloud.ecs.Instance` can be used. */
export interface BalancerInstance {
  /** ID of the instance, `i-…`. */
  id: pulumi.Input<string>;
  /**
   * Key that identifies the instance in the component, independent of its position.
   *
   * @default the position in the list
   */
  key?: string;
}

/** Arguments of the ALB of a `VpcApi`. Port and health check are the same as for a CLB. */
export interface VpcApiAlbArgs extends VpcApiClbArgs {
  /**
   * Whether the ALB also has a private IPv6 address in each zone, for clients in the VPC. The gateway calls
   * its IPv4 address. The vSwitches must have IPv6 blocks. A change replaces the ALB and therefore its
   * address.
   *
   * @default false; in a `VpcApi`, the value of `network.ipv6`
   */
  ipv6?: boolean;
  /**
   * Whether every address in the VPC may call the listener. Otherwise only clients that a rule of its
   * security group allows may call it: in a `VpcApi`, the gateway.
   *
   * @default false
   */
  openToVpc?: boolean;
}

/** Arguments of {@link ApplicationLoadBalancer}. */
export interface ApplicationLoadBalancerArgs extends VpcApiAlbArgs, ComponentArgs {
  /** VPC of the vSwitches. */
  vpcId: pulumi.Input<string>;
  /**
   * vSwitches of the ALB: one in each zone, in two or more zones. The ALB uses 3 addresses of each. A change
   * is made in place. The order does not matter. See `address` for the effect on the address.
   */
  vswitches: AlbVSwitch[];
  /** ECS instances that receive the requests. */
  instances: BalancerInstance[];
  /** Port of the service on the instances. @range 1 to 65535 */
  servicePort: number;
  /**
   * Security group of the instances. Behind an ALB, the instances see its local addresses in these vSwitches.
   * The component adds rules that allow the block of each vSwitch on the service's port.
   *
   * @default no rule is created
   */
  securityGroupId?: pulumi.Input<string>;
  /** Tags on the ALB, its server group, its listener and its security group. @default none */
  tags?: Tags;
}

/** A vSwitch of an ALB. An `alicloud.vpc.Switch` can be used. */
export interface AlbVSwitch {
  /**
   * Key that identifies the vSwitch in the component, independent of its position.
   *
   * @default the position in the list
   */
  key?: string;
  /** ID of the vSwitch, `vsw-…`. */
  id: pulumi.Input<string>;
  /** Zone of the vSwitch, for example `cn-hangzhou-h`. */
  zoneId: pulumi.Input<string>;
  /** IPv4 block of the vSwitch. */
  cidrBlock: pulumi.Input<string>;
}
