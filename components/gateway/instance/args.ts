import type * as pulumi from "@pulumi/pulumi";
import { checkOneOf, checkWholeNumber } from "../../validation/names";
import type { Problems } from "../../validation/problems";
import { asBlock, resolveAddressList } from "../plugins/addressList";

/** HTTPS security policies of an instance. Source: API Gateway, "HTTPS security policies". */
export const httpsPolicies = ["HTTPS1_1_TLS1_0", "HTTPS2_TLS1_0", "HTTPS2_TLS1_2"] as const;
/** An HTTPS security policy. */
export type HttpsPolicy = (typeof httpsPolicies)[number];

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

export interface ResolvedAccessList {
  listName: string;
  aclType: "white" | "black";
  /** Blocks, each once. */
  cidrs: string[];
}

export interface ResolvedGatewayInstance
  extends Required<
    Pick<VpcApiGatewayInstanceArgs, "zoneId" | "instanceName" | "instanceSpec" | "httpsPolicy">
  > {
  accessList: ResolvedAccessList | undefined;
  subscription: VpcApiGatewayInstanceArgs["subscription"];
}

/** Source: AddAccessControlListEntry takes 50 at a time; five lists in a region, one at an instance. */
const longestList = 50;
const longestListName = 30;
const longestSubscription = { month: 9, year: 3 };

/** What a new instance is asked for; undefined for a shared one, and one that exists. */
export function newGateway(settings: VpcApiGatewayArgs | undefined): VpcApiGatewayInstanceArgs | undefined {
  if (settings === undefined || typeof settings === "string" || "existing" in settings) return undefined;
  return settings;
}

/** Notes problems in the choice of an instance; `instanceId` is the other way to name one. */
export function checkGateway(
  name: string,
  settings: VpcApiGatewayArgs | undefined,
  instanceId: pulumi.Input<string> | undefined,
  problems: Problems,
): void {
  if (settings !== undefined && instanceId !== undefined) {
    problems.add(
      "",
      "is given together with group.instanceId.",
      "Leave one of them out: gateway.existing names an instance too.",
    );
  }
  const asked = newGateway(settings);
  if (asked) resolveGatewayInstance(name, asked, problems);
}

export function resolveGatewayInstance(
  name: string,
  settings: VpcApiGatewayInstanceArgs,
  problems: Problems,
): ResolvedGatewayInstance {
  const {
    zoneId,
    instanceName = name,
    instanceSpec = "api.s1.small",
    httpsPolicy = "HTTPS2_TLS1_2",
  } = settings;
  checkForm(
    "zoneId",
    zoneId,
    /^[a-z]{2}-[a-z0-9-]+-MAZ\d+\([a-z](,[a-z])*\)$/,
    "cn-hangzhou-MAZ6(i,j,k)",
    problems,
  );
  checkForm("instanceName", instanceName, /^[A-Za-z0-9_-]{1,50}$/, "shop-gateway", problems);
  checkForm("instanceSpec", instanceSpec, /^api\.[a-z0-9]+\.[a-z0-9]+$/, "api.s1.small", problems);
  checkOneOf(httpsPolicy, httpsPolicies, problems, "httpsPolicy");
  const { subscription } = settings;
  if (subscription) checkSubscription(subscription, problems.under("subscription"));
  const accessList =
    settings.accessList && resolveAccessList(settings.accessList, instanceName, problems.under("accessList"));
  return { zoneId, instanceName, instanceSpec, httpsPolicy, subscription, accessList };
}

function checkForm(
  property: string,
  value: string | undefined,
  form: RegExp,
  example: string,
  problems: Problems,
): void {
  if (value === undefined) problems.add(property, "is missing.", `Use for example ${example}.`);
  else if (!form.test(value)) problems.add(property, `is "${value}".`, `Use for example ${example}.`);
}

function checkSubscription(subscription: SubscriptionArgs, problems: Problems): void {
  const { period, duration } = subscription;
  const isPeriod = checkOneOf(period, ["month", "year"], problems, "period");
  const limits = isPeriod
    ? { from: 1, to: longestSubscription[period], unit: `${period}s` }
    : { from: 1, to: longestSubscription.month };
  checkWholeNumber(duration, limits, problems, "duration");
}

function resolveAccessList(
  args: AccessListArgs,
  instanceName: string,
  problems: Problems,
): ResolvedAccessList {
  const { property, blocks } = resolveAddressList(args, problems);
  const cidrs = blocks.map(asBlock);
  cidrs.forEach((cidr, index) => {
    const first = cidrs.indexOf(cidr);
    if (first === index) return;
    problems.add(`${property}[${index}]`, `is ${property}[${first}] again.`, "Remove one of the two.");
  });
  if (cidrs.length > longestList)
    problems.add(property, `has ${cidrs.length} entries.`, `Use at most ${longestList}.`);
  return {
    listName: instanceName.slice(0, longestListName),
    aclType: property === "allow" ? "white" : "black",
    cidrs,
  };
}
