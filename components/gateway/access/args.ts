import * as pulumi from "@pulumi/pulumi";
import type { ComponentArgs } from "../../component/children";
import type { Claim } from "../../component/claims";
import { checkName, checkPort } from "../../validation/names";
import type { Problems } from "../../validation/problems";

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

/** The gateway instance that serves a group for which none is named. */
export const sharedInstanceId = "api-shared-vpc-001";

export function checkGatewayAccess(args: GatewayAccessArgs, problems: Problems): void {
  if (args.existing !== undefined) {
    checkSharedAccess(args.existing, problems.under("existing"));
    return;
  }
  if (typeof args.accessName === "string") checkName("vpcAccess", args.accessName, problems, "accessName");
  if (args.port !== undefined) checkPort(args.port, problems, "port");
  if (args.servicePort !== undefined) checkPort(args.servicePort, problems, "servicePort");
  if (args.host !== undefined) checkHost(args.host, problems, "host");
}

/** Reports every problem in a description of an authorization that exists. */
export function checkSharedAccess(access: SharedAccess, problems: Problems): void {
  if (pulumi.Resource.isInstance(access) && access.accessName === undefined) {
    problems.add("", "is a resource without accessName.", "Set it to the access of a VpcApi: other.access.");
  }
  const { port, servicePort, securityGroupId } = access;
  if (typeof port === "number") checkPort(port, problems, "port");
  if (typeof servicePort === "number") checkPort(servicePort, problems, "servicePort");
  if (securityGroupId !== undefined && servicePort === undefined) {
    problems.add(
      "servicePort",
      "is missing beside securityGroupId.",
      "Set it to the port of the service on its instances.",
    );
  }
}

/** One part of a host name, between two dots. */
const hostLabel = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** Notes a text that is not a host name. */
export function checkHost(host: string, problems: Problems, property: string): void {
  if (host.length > 253 || !host.split(".").every((label) => hostLabel.test(label))) {
    problems.add(
      property,
      `"${host}" is not a host name.`,
      "Use for example nginx.internal, without a port.",
    );
  }
}

/** What no other authorization of the program may have. */
export function claimsOf({ accessName, vpcId, target, port }: NewGatewayAccess): Claim[] {
  return [
    { kind: "access", value: [accessName], property: "accessName", words: describeInput(accessName) },
    claimTarget({ vpcId, target, port }, "target"),
  ];
}

/** Ids name a target in whatever VPC, and so does one and the same output; addresses need their VPC. */
export function claimTarget(
  { vpcId, target, port }: Pick<NewGatewayAccess, "vpcId" | "target" | "port">,
  property: string,
): Claim {
  const isAddress = typeof target === "string" && !/^(i|lb)-/.test(target);
  const value = isAddress ? [target, port, vpcId] : [target, port];
  return { kind: "target", value, property, words: `${describeInput(target)} on port ${port}` };
}

const describeInput = (input: pulumi.Input<string>): string =>
  typeof input === "string" ? `"${input}"` : "This output";

export const isIpv6 = (args: GatewayAccessArgs): boolean => args.existing === undefined && args.ipv6 === true;

/** The security group that lets the gateway in, and the port that it opens. */
export function letInBy(args: GatewayAccessArgs): Pick<SharedAccess, "securityGroupId" | "servicePort"> {
  const { securityGroupId, servicePort } = args.existing ?? args;
  if (securityGroupId === undefined) return {};
  return { securityGroupId, servicePort: servicePort ?? (args.existing ? 0 : args.port) };
}
