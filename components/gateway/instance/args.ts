import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";

/** HTTPS security policy of an instance. Source: API Gateway, "HTTPS security policies". */
export type HttpsPolicy = "HTTPS1_1_TLS1_0" | "HTTPS2_TLS1_0" | "HTTPS2_TLS1_2";

/**
 * Access list of a dedicated instance for calls from the Internet: at most 50 IPv4 addresses or CIDR blocks.
 * The cloud drops other calls before they reach the gateway: they time out and do not appear in any log. The
 * list does not apply to calls from VPCs.
 */
export type AccessListArgs = AllowListArgs | DenyListArgs;

/** An access list of addresses that may call. All others are denied. */
export interface AllowListArgs {
  /** IPv4 addresses and CIDR blocks that may call. */
  allow: string[];
}

/** An access list of addresses that may not call. All others are allowed. */
export interface DenyListArgs {
  /** IPv4 addresses and CIDR blocks that may not call. */
  deny: string[];
}

/** A new dedicated gateway instance. */
export interface VpcApiGatewayInstanceArgs {
  /**
   * Multi-zone of the region, for example `cn-hangzhou-MAZ6(i,j,k)`. `aliyun cloudapi DescribeZones` lists
   * them. A change replaces the instance, the group and its domain.
   */
  zoneId: string;
  /**
   * Name of the instance: 1 to 50 letters, digits, hyphens or underscores.
   *
   * @default the name of the component
   */
  instanceName?: string;
  /**
   * Specification, which determines calls per second and price. A change switches the instance over and may
   * add egress addresses. The next update shows them.
   *
   * @default "api.s1.small", the smallest
   */
  instanceSpec?: string;
  /**
   * HTTP and TLS versions that clients may use. `HTTPS2_TLS1_2` allows only TLS 1.2.
   *
   * @default "HTTPS2_TLS1_2"
   */
  httpsPolicy?: HttpsPolicy;
  /** Access list of the instance. @default all addresses may call */
  accessList?: AccessListArgs;
  /**
   * Subscription, paid in advance: 1 to 9 months, or 1 to 3 years. The cloud does not delete a subscription
   * instance before the subscription ends. If you remove it from the program, Pulumi only removes it from the
   * state. A change between subscription and pay-as-you-go replaces the instance.
   *
   * @default none: the instance is billed by the hour for as long as it exists, with or without calls
   */
  subscription?: SubscriptionArgs;
}

/** Subscription period of an instance. */
export interface SubscriptionArgs {
  /** Unit of the period. */
  period: "month" | "year";
  /** Number of units: 1 to 9 months, or 1 to 3 years. */
  duration: number;
}

/**
 * Gateway instance that serves the group: the shared one of the region, an existing one, or a new dedicated
 * one. A change of the instance replaces the group, its APIs and its domain, and interrupts the service.
 */
export type VpcApiGatewayArgs = "shared" | VpcApiGatewayInstanceArgs | ExistingGatewayInstance;

/** An existing gateway instance. */
export interface ExistingGatewayInstance {
  /** ID of the instance, `apigateway-…`. Its access list is not changed. */
  existing: pulumi.Input<string>;
}

/** Arguments of {@link GatewayInstance}. */
export interface GatewayInstanceArgs extends VpcApiGatewayInstanceArgs, ComponentArgs {}
