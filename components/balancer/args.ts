import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../component/children";
import type { Tags } from "../component/tags";

/** What stands between the gateway and the service. */
export type VpcApiBalancerArgs = ClassicBalancer | ApplicationBalancer | NoBalancer;

/**
 * A CLB: the instances see the gateway's own addresses, and their security group lets in those alone.
 *
 * It stays in the vSwitch that it was created in, whatever other vSwitches come and go: the last by zone, address or id,
 * and the first with `zones` by number. If that zone is removed, a new CLB is created in another one before the
 * old one is deleted. Calls fail for some seconds when the gateway is turned to it.
 */
export interface ClassicBalancer extends VpcApiClbArgs {
  /** A CLB. @default "clb" */
  kind?: "clb";
}

/**
 * An intranet ALB in two zones or more: the gateway alone may call it; the instances see the ALB, and their security
 * group lets in its vSwitches.
 *
 * Zones are added and removed in place. The gateway calls the address in one of them, which stays the same: the last by
 * zone, address or id, and the first with `zones` by number. If that zone is removed, the gateway is turned to the
 * address in another one. Calls fail from when the address is gone until the APIs are published again: up to half a
 * minute.
 */
export interface ApplicationBalancer extends VpcApiAlbArgs {
  /** An ALB. */
  kind: "alb";
}

/** No balancer: the gateway calls the service's one instance. */
export interface NoBalancer {
  /** Nothing. */
  kind: "none";
  /**
   * What the authorization names: the instance's `id`, or its private `address`, which another instance may take
   * over later. @default "id"
   */
  target?: "id" | "address";
}

/** What the balancer does, apart from where it stands. */
export interface VpcApiClbArgs {
  /**
   * Port that the balancer listens on; 1 to 65535. A change replaces the listener, and behind a `VpcApi` the VPC access
   * authorization: calls fail until the APIs are published with the new one, some seconds later.
   *
   * @default the port of the service
   */
  port?: number;
  /**
   * Path of the HTTP health check, with a leading slash and at most 80 characters.
   *
   * @default "/"; in a `VpcApi` whose `service.pages` have no `index.html`, the first page by name
   */
  healthCheckPath?: string;
}

/** Arguments of {@link ClassicLoadBalancer}. */
export interface ClassicLoadBalancerArgs extends VpcApiClbArgs, ComponentArgs {
  /**
   * vSwitch that the balancer has its address in. A change replaces the balancer, the new one first: the cloud moves
   * none, and deletes no vSwitch that one is in.
   */
  vswitchId: pulumi.Input<string>;
  /** ECS instances that get the requests. */
  instances: {
    /** Id of the instance, `i-…`. */
    id: pulumi.Input<string>;
    /** What identifies the instance here, whatever its position. @default the position in the list */
    key?: string;
  }[];
  /** Port of the service on the instances; 1 to 65535. */
  servicePort: number;
  /** Tags on the balancer. @default none */
  tags?: Tags;
}

/** What the ALB does, apart from where it stands: port and health check are as for a CLB. */
export interface VpcApiAlbArgs extends VpcApiClbArgs {
  /**
   * Whether it has a private IPv6 address in each zone as well, for clients in the VPC; the gateway calls its IPv4
   * address. Its vSwitches need IPv6 blocks. A change replaces the ALB, and so its address.
   *
   * @default false; behind `VpcApi`, whether `network.ipv6` is on
   */
  ipv6?: boolean;
  /**
   * Whether everything in the VPC may call its listener. If not, only whom a rule of its security group accepts may:
   * behind `VpcApi`, the gateway.
   *
   * @default false
   */
  openToVpc?: boolean;
}

/** Arguments of {@link ApplicationLoadBalancer}. */
export interface ApplicationLoadBalancerArgs extends VpcApiAlbArgs, ComponentArgs {
  /** VPC that the vSwitches lie in. */
  vpcId: pulumi.Input<string>;
  /**
   * vSwitches that the ALB stands in: one in each zone, two zones or more. It takes 3 addresses of each. A change is
   * made in place; the order does not matter. See `address` for what becomes of the address.
   */
  vswitches: AlbVSwitch[];
  /** ECS instances that get the requests. */
  instances: AlbInstance[];
  /** Port of the service on the instances; 1 to 65535. */
  servicePort: number;
  /**
   * Security group of the instances. Behind an ALB they see its local addresses in these vSwitches, so each
   * vSwitch's block is let in on the service's port. @default no rule is made
   */
  securityGroupId?: pulumi.Input<string>;
  /** Tags on the ALB, its server group, its listener and its security group. @default none */
  tags?: Tags;
}

/** A vSwitch that an ALB stands in; an `alicloud.vpc.Switch` is one. */
export interface AlbVSwitch {
  /** What identifies the vSwitch here, whatever its position. @default the position in the list */
  key?: string;
  /** Its id, `vsw-…`. */
  id: pulumi.Input<string>;
  /** Zone that it is in, for example `cn-hangzhou-h`. */
  zoneId: pulumi.Input<string>;
  /** Its IPv4 block. */
  cidrBlock: pulumi.Input<string>;
}

/** An instance behind an ALB; an `alicloud.ecs.Instance` is one. */
export interface AlbInstance {
  /** Its id, `i-…`. */
  id: pulumi.Input<string>;
  /** Its private address, which the listener calls. */
  primaryIpAddress: pulumi.Input<string>;
}
