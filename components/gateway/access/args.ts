import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";

/** Arguments of {@link GatewayAccess}, for a new or an existing authorization. */
export type GatewayAccessArgs = NewGatewayAccess | SharedGatewayAccess;

/**
 * Arguments of a {@link GatewayAccess} with a new VPC access authorization. If a change replaces the
 * authorization, the cloud deletes the old one first. Calls fail for some seconds, until the APIs are
 * published with the new one.
 */
export interface NewGatewayAccess extends ComponentArgs {
  /** Not set for a new authorization. */
  existing?: undefined;
  /** Name of the VPC access authorization. Unique in the region. A change replaces it. */
  accessName: pulumi.Input<string>;
  /** VPC of the back end. A change replaces the authorization. */
  vpcId: pulumi.Input<string>;
  /**
   * Target that the gateway calls: the ID of an ECS instance or intranet CLB, or the private IPv4 address of
   * one. For an intranet ALB, use a fixed private address: the documentation does not say whether the gateway
   * accepts its ID. A change replaces the authorization.
   */
  target: pulumi.Input<string>;
  /** Port of the target. A change replaces the authorization. @range 1 to 65535 */
  port: number;
  /**
   * `Host` header of requests to the target, which selects its virtual host. A change replaces the
   * authorization.
   *
   * @default the target's address
   */
  host?: string;
  /** Gateway instance that serves the API group. @default "api-shared-vpc-001" */
  instanceId?: pulumi.Input<string>;
  /**
   * Security group of the service. The component adds a rule that allows the gateway.
   *
   * @default no rule is created
   */
  securityGroupId?: pulumi.Input<string>;
  /** Port of the service on its instances. The rule opens only this port. @range 1 to 65535 @default `port` */
  servicePort?: number;
  /**
   * Whether the security group also allows the IPv6 addresses of the gateway instance. These are the IPv6
   * blocks among its egress blocks for VPCs. An instance without IPv6 egress has none.
   *
   * @default false
   */
  ipv6?: boolean;
}

/** Arguments of a {@link GatewayAccess} that uses an existing authorization. */
export interface SharedGatewayAccess extends ComponentArgs {
  /** The authorization: the {@link GatewayAccess} that created it, or its name. */
  existing: SharedAccess;
  /** Gateway instance that serves the API group. @default "api-shared-vpc-001" */
  instanceId?: pulumi.Input<string>;
}

/**
 * An existing VPC access authorization. The cloud has one for each target and port in a VPC, so the APIs of
 * several groups share it. A {@link GatewayAccess} can be used, such as that of another `VpcApi`: `access:
 * one.access`.
 */
export interface SharedAccess {
  /** Name of the authorization. */
  accessName: pulumi.Input<string>;
  /**
   * ID of the authorization: 32 hexadecimal digits. If set, the readiness check asks the gateway whether it
   * reaches the target, and a change of the ID publishes the APIs again. An empty string counts as not set.
   *
   * @default neither
   * @anyText
   */
  accessId?: pulumi.Input<string>;
  /**
   * Target of the authorization. An empty string counts as not set.
   *
   * @default not named in messages
   * @anyText
   */
  target?: pulumi.Input<string>;
  /** Port of the target. @range 1 to 65535 @default not named in messages */
  port?: pulumi.Input<number>;
  /**
   * Security group of the service. If the group's gateway instance differs from `instanceId`, the component
   * adds a rule that allows it.
   *
   * @default no rule is created
   */
  securityGroupId?: pulumi.Input<string> | undefined;
  /** Port of the service on its instances. Required with `securityGroupId`. @range 1 to 65535 */
  servicePort?: number | undefined;
  /** Gateway instance that the security group already allows. @default none */
  instanceId?: pulumi.Input<string>;
}
