import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";

/** Arguments of {@link GatewayAccess}: of a new authorization, or of one that exists. */
export type GatewayAccessArgs = NewGatewayAccess | SharedGatewayAccess;

/**
 * Arguments of a {@link GatewayAccess} with a new VPC access authorization. Where a change replaces the authorization,
 * the old one is deleted first: calls fail until the APIs are published with the new one, some seconds later.
 */
export interface NewGatewayAccess extends ComponentArgs {
  /** Left out: the authorization is new. */
  existing?: undefined;
  /** Name of the VPC access authorization; unique in the region. A change replaces it. */
  accessName: pulumi.Input<string>;
  /** VPC that the back end lives in. A change replaces the authorization. */
  vpcId: pulumi.Input<string>;
  /**
   * What the gateway calls: the id of an ECS instance or intranet CLB, or the private IPv4 address of one. Of an
   * intranet ALB only a fixed private address: whether its id is taken is not documented. A change replaces the
   * authorization.
   */
  target: pulumi.Input<string>;
  /** Port of the target; 1 to 65535. A change replaces the authorization. */
  port: number;
  /**
   * `Host` that a virtual host on the target is asked for. A change replaces the authorization.
   *
   * @default the target's address
   */
  host?: string;
  /** Gateway instance that the API group is served by. @default "api-shared-vpc-001" */
  instanceId?: pulumi.Input<string>;
  /** Security group of the service, which lets the gateway in. @default no rule is made */
  securityGroupId?: pulumi.Input<string>;
  /** Port of the service on its instances, the only one that is opened. @default `port` */
  servicePort?: number;
  /**
   * Whether the security group lets in the gateway instance's IPv6 addresses as well: those among its egress blocks
   * for VPCs, none where it has no IPv6 egress. @default false
   */
  ipv6?: boolean;
}

/** Arguments of a {@link GatewayAccess} that uses an authorization that exists. */
export interface SharedGatewayAccess extends ComponentArgs {
  /** The authorization: the {@link GatewayAccess} that created it, or its name. */
  existing: SharedAccess;
  /** Gateway instance that the API group is served by. @default "api-shared-vpc-001" */
  instanceId?: pulumi.Input<string>;
}

/**
 * A VPC access authorization that exists. The cloud has one for each target and port in a VPC, so APIs of several
 * groups share it. A {@link GatewayAccess} is one: `access: one.access`.
 */
export interface SharedAccess {
  /** Name of the authorization. */
  accessName: pulumi.Input<string>;
  /**
   * Id of the authorization: 32 hexadecimal digits. With it, the readiness check asks the gateway whether it reaches
   * the target, and the APIs are published again when it changes. Empty as none.
   *
   * @default neither
   * @anyText
   */
  accessId?: pulumi.Input<string>;
  /** What the authorization leads to. Empty as none. @default not named in messages @anyText */
  target?: pulumi.Input<string>;
  /** Port of the target; 1 to 65535. @default not named in messages */
  port?: pulumi.Input<number>;
  /**
   * Security group of the service, which lets in the group's gateway instance when that is another one than
   * `instanceId`. @default no rule is made
   */
  securityGroupId?: pulumi.Input<string> | undefined;
  /** Port of the service on its instances; 1 to 65535. Required with `securityGroupId`. */
  servicePort?: number | undefined;
  /** Gateway instance that the security group lets in already. @default none */
  instanceId?: pulumi.Input<string>;
}
