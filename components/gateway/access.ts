import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { EgressAddresses } from "../cloudapi/resources";
import { type ChildSettings, childrenOf, type Nodes } from "../core/children";
import { givenOf } from "../core/given";
import type { KeysOf } from "../core/keys";
import type { Mistakes } from "../core/mistakes";
import { checkName, checkPort } from "../core/names";
import { childOf, componentType } from "../core/options";
import { childSettingsKeys, resolvePart } from "../core/part";

/** Arguments of {@link GatewayAccess}. */
export interface GatewayAccessArgs extends ChildSettings {
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

const argsKeys: KeysOf<GatewayAccessArgs> = {
  ...childSettingsKeys,
  accessName: "text or output",
  vpcId: "text or output",
  target: "text or output",
  port: "number",
  host: "text?",
  instanceId: "text or output?",
  securityGroupId: "text or output?",
  servicePort: "number?",
  ipv6: "boolean?",
};

/** The gateway instance that serves a group for which none is named. */
export const sharedInstanceId = "api-shared-vpc-001";

/** Blocks that a prefix list may grow to hold; it counts as so many rules of the security group's 200. */
const prefixListSize = 10;

function checkGatewayAccess(args: GatewayAccessArgs, mistakes: Mistakes): void {
  if (typeof args.accessName === "string") checkName("vpcAccess", args.accessName, mistakes, "accessName");
  checkPort(args.port, mistakes, "port");
  if (args.servicePort !== undefined) checkPort(args.servicePort, mistakes, "servicePort");
  if (args.host !== undefined) checkHost(args.host, mistakes, "host");
}

/** One part of a host name, between two dots. */
const hostLabel = /^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** Notes a text that is not a host name. */
export function checkHost(host: string, mistakes: Mistakes, property: string): void {
  if (host.length > 253 || !host.split(".").every((label) => hostLabel.test(label))) {
    mistakes.add(
      property,
      `"${host}" is not a host name.`,
      "Use for example nginx.internal, without a port.",
    );
  }
}

/**
 * The way from the gateway to a service in a VPC, and nothing wider: the VPC access authorization, and an
 * ingress rule on the service's port for the addresses that the gateway instance calls from.
 */
export class GatewayAccess extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /** The authorization. */
  readonly access: alicloud.apigateway.VpcAccess;
  /** Name that a back end of type VPC refers to. Known once the authorization and the rule stand. */
  readonly accessName: pulumi.Output<string>;
  /** Id of the authorization: 32 hexadecimal digits. Another one leads elsewhere. */
  readonly accessId: pulumi.Output<string>;
  /** IPv4 blocks that the gateway instance calls from. */
  readonly egressCidrs: pulumi.Output<string[]>;
  /** Those blocks as a list that rules refer to; follows when they change. */
  readonly prefixList: alicloud.ecs.EcsPrefixList;
  /** The same of IPv6; undefined where none is let in. */
  readonly ipv6PrefixList: alicloud.ecs.EcsPrefixList | undefined;

  /** @throws ArgumentMistakesError with every mistake in the arguments, before anything is registered */
  constructor(name: string, args: GatewayAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    args = givenOf(args);
    resolvePart({ type: "GatewayAccess", name, args, keys: argsKeys }, (mistakes) => {
      checkName("component", name, mistakes, "name");
      checkGatewayAccess(args, mistakes);
    });
    const { options, nodes } = childrenOf(name, args, opts, ["pulumi-nodejs"]);
    super(componentType("GatewayAccess"), name, {}, options);
    this.nodes = nodes;
    const egress = new EgressAddresses(
      `${name}-egress`,
      { instanceId: args.instanceId ?? sharedInstanceId, ...(args.ipv6 ? { ipv6: true } : {}) },
      childOf(this),
    );
    this.egressCidrs = egress.cidrs;
    this.prefixList = new alicloud.ecs.EcsPrefixList(
      `${name}-egress-list`,
      {
        prefixListName: `${name}-egress`,
        addressFamily: "IPv4",
        maxEntries: prefixListSize,
        entries: egress.cidrs.apply((cidrs) =>
          cidrs.map((cidr) => ({ cidr, description: "API Gateway egress" })),
        ),
      },
      childOf(this),
    );
    const { securityGroupId } = args;
    const withIpv6 = args.ipv6 === true && securityGroupId !== undefined;
    this.ipv6PrefixList = withIpv6 ? this.createIpv6List(name, egress) : undefined;
    const rules = securityGroupId === undefined ? [] : this.letIn(name, args, securityGroupId);
    this.access = new alicloud.apigateway.VpcAccess(
      `${name}-access`,
      {
        name: args.accessName,
        vpcId: args.vpcId,
        instanceId: args.target,
        port: args.port,
        ...(args.host === undefined ? {} : { vpcTargetHostName: args.host }),
      },
      childOf(this, { deleteBeforeReplace: true }),
    );
    // Not the id: that of a new rule is unknown in a preview, which would then show every API as changed.
    const ready = pulumi.all(rules.map(({ portRange }) => portRange));
    this.accessName = pulumi.all([this.access.name, ready]).apply(([accessName]) => accessName);
    this.accessId = this.access.vpcAccessId;
    this.registerOutputs({
      accessName: this.accessName,
      accessId: this.accessId,
      egressCidrs: this.egressCidrs,
    });
  }

  private createIpv6List(name: string, { ipv6Cidrs }: EgressAddresses): alicloud.ecs.EcsPrefixList {
    return new alicloud.ecs.EcsPrefixList(
      `${name}-egress-ipv6-list`,
      {
        prefixListName: `${name}-egress-ipv6`,
        addressFamily: "IPv6",
        maxEntries: prefixListSize,
        entries: ipv6Cidrs.apply((cidrs = []) =>
          cidrs.map((cidr) => ({ cidr, description: "API Gateway egress" })),
        ),
      },
      childOf(this),
    );
  }

  private letIn(
    name: string,
    args: GatewayAccessArgs,
    securityGroupId: pulumi.Input<string>,
  ): alicloud.ecs.SecurityGroupRule[] {
    const port = args.servicePort ?? args.port;
    const rule = (prefixListId: pulumi.Input<string>): alicloud.ecs.SecurityGroupRuleArgs => ({
      securityGroupId,
      type: "ingress",
      ipProtocol: "tcp",
      nicType: "intranet",
      policy: "accept",
      portRange: `${port}/${port}`,
      priority: 1,
      prefixListId,
      description: "API Gateway",
    });
    const ipv4 = new alicloud.ecs.SecurityGroupRule(
      `${name}-ingress`,
      rule(this.prefixList.id),
      childOf(this),
    );
    if (!this.ipv6PrefixList) return [ipv4];
    const ipv6 = new alicloud.ecs.SecurityGroupRule(
      `${name}-ingress-ipv6`,
      rule(this.ipv6PrefixList.id),
      childOf(this),
    );
    return [ipv4, ipv6];
  }
}
