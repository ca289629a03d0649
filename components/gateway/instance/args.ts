import type * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";

/** An HTTPS security policy of an instance. Source: API Gateway, "HTTPS security policies". */
export type HttpsPolicy = "HTTPS1_1_TLS1_0" | "HTTPS2_TLS1_0" | "HTTPS2_TLS1_2";

/**
 * Who may call a dedicated instance from the Internet, by IPv4 address or block, at most 50. Others are cut off before
 * the gateway: they run into their time-out, and no log shows them. Calls from VPCs are not looked at.
 */
export type AccessListArgs =
  | {
      /** Those that may call; nobody else may. */
      allow: string[];
    }
  | {
      /** Those that may not call; everybody else may. */
      deny: string[];
    };

/** A new dedicated gateway instance. */
export interface VpcApiGatewayInstanceArgs {
  /**
   * Zones of the instance, as one multi-zone of the region, for example `cn-hangzhou-MAZ6(i,j,k)`. Those that there
   * are: `aliyun cloudapi DescribeZones`. A change replaces the instance, the group and its domain.
   */
  zoneId: string;
  /** Name: 1 to 50 letters, digits, hyphens or underscores. @default the name of the component */
  instanceName?: string;
  /**
   * Specification, which decides calls in a second and price. To change it switches the instance over, which may add
   * egress addresses: the next update shows them.
   *
   * @default "api.s1.small", the smallest
   */
  instanceSpec?: string;
  /** Which versions of HTTP and TLS clients may use; `HTTPS2_TLS1_2` is TLS 1.2 alone. @default "HTTPS2_TLS1_2" */
  httpsPolicy?: HttpsPolicy;
  /** Who may call it. @default everybody */
  accessList?: AccessListArgs;
  /**
   * Time that is paid in advance: 1 to 9 months, or 1 to 3 years. The cloud does not delete such an instance before its
   * time ends, so that Pulumi only forgets it when it leaves the program. A change between this and paying as you go
   * replaces the instance.
   *
   * @default none: it is paid for by the hour as long as it is there, called or not
   */
  subscription?: SubscriptionArgs;
}

/** Time that is paid in advance. */
export interface SubscriptionArgs {
  /** Unit of the time that is paid for. */
  period: "month" | "year";
  /** How many of them: 1 to 9 months, or 1 to 3 years. */
  duration: number;
}

/**
 * The gateway instance that serves the group: the region's shared one, one that exists, or a new dedicated one.
 * To move a group to another one replaces the group, its APIs and its domain, and interrupts the service.
 */
export type VpcApiGatewayArgs =
  | "shared"
  | VpcApiGatewayInstanceArgs
  | {
      /** Id of an instance that exists, `apigateway-…`. Its access list is left to whoever made it. */
      existing: pulumi.Input<string>;
    };

/** Arguments of {@link GatewayInstance}. */
export interface GatewayInstanceArgs extends VpcApiGatewayInstanceArgs, ComponentArgs {}
