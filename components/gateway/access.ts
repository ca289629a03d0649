import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { EgressAddresses } from "../cloudapi/resources";
import { type ChildSettings, childrenOf, type Nodes } from "../core/children";
import { checkAlone, type KeysOf, type Shape } from "../core/keys";
import type { Mistakes } from "../core/mistakes";
import { checkName, checkPort } from "../core/names";
import { childOf, componentType } from "../core/options";
import { argumentsOf } from "../core/outputs";
import { childSettingsKeys, resolvePart } from "../core/part";
import { type Claim, claimUnique, isSame } from "../core/uniqueNames";

/** Arguments of {@link GatewayAccess}: of a new authorization, or of one that exists. */
export type GatewayAccessArgs = NewGatewayAccess | SharedGatewayAccess;

/**
 * Arguments of a {@link GatewayAccess} with a new VPC access authorization. Where a change replaces the authorization,
 * the old one is deleted first: calls fail until the APIs are published with the new one, some seconds later.
 */
export interface NewGatewayAccess extends ChildSettings {
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
export interface SharedGatewayAccess extends ChildSettings {
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
   * the target, and the APIs are published again when it changes. @default neither
   */
  accessId?: pulumi.Input<string>;
  /** What the authorization leads to. @default not named in messages */
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

const argsKeys: KeysOf<GatewayAccessArgs> = {
  ...childSettingsKeys,
  existing: "settings?",
  accessName: "text or output?",
  vpcId: "text or output?",
  target: "text or output?",
  port: "number?",
  host: "text?",
  instanceId: "text or output?",
  securityGroupId: "text or output?",
  servicePort: "number?",
  ipv6: "boolean?",
};

/** Arguments of a new authorization alone, and those that it needs. */
const ofNew = Object.keys(argsKeys).filter(
  (key) => !["existing", "instanceId", ...Object.keys(childSettingsKeys)].includes(key),
);
const required = ["accessName", "vpcId", "target", "port"] as const;

const sharedAccessKeys: KeysOf<SharedAccess> = {
  accessName: "text or output",
  accessId: "text or output?",
  target: "text or output?",
  port: "number or output?",
  securityGroupId: "text or output?",
  servicePort: "number?",
  instanceId: "text or output?",
};

/** A {@link GatewayAccess} that shares another has an empty id and target where it does not know them. */
export const sharedAccessShape: Shape = { keys: sharedAccessKeys, texts: ["accessId", "target"] };

/** The gateway instance that serves a group for which none is named. */
export const sharedInstanceId = "api-shared-vpc-001";

/** Blocks that a prefix list may grow to hold; it counts as so many rules of the security group's 200. */
const prefixListSize = 10;

function checkGatewayAccess(args: GatewayAccessArgs, mistakes: Mistakes): void {
  if (args.existing !== undefined) {
    checkAlone(args, "existing", ofNew, mistakes);
    checkSharedAccess(args.existing, mistakes.under("existing"));
    return;
  }
  for (const key of required) if (args[key] === undefined) mistakes.missing(key);
  if (typeof args.accessName === "string") checkName("vpcAccess", args.accessName, mistakes, "accessName");
  if (args.port !== undefined) checkPort(args.port, mistakes, "port");
  if (args.servicePort !== undefined) checkPort(args.servicePort, mistakes, "servicePort");
  if (args.host !== undefined) checkHost(args.host, mistakes, "host");
}

/** Reports every problem in a description of an authorization that exists. */
export function checkSharedAccess(access: SharedAccess, mistakes: Mistakes): void {
  if (pulumi.Resource.isInstance(access) && access.accessName === undefined) {
    mistakes.add("", "is a resource without accessName.", "Set it to the access of a VpcApi: other.access.");
  }
  const { port, servicePort, securityGroupId } = access;
  if (typeof port === "number") checkPort(port, mistakes, "port");
  if (typeof servicePort === "number") checkPort(servicePort, mistakes, "servicePort");
  if (securityGroupId !== undefined && servicePort === undefined) {
    mistakes.add(
      "servicePort",
      "is missing beside securityGroupId.",
      "Set it to the port of the service on its instances.",
    );
  }
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
 *
 * With `existing`, it uses an authorization that exists, and makes the rule only for another gateway instance than the
 * one that is let in already.
 */
export class GatewayAccess extends pulumi.ComponentResource implements SharedAccess {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /** The authorization; undefined with `existing`. */
  readonly access: alicloud.apigateway.VpcAccess | undefined;
  /** Name that a back end of type VPC refers to. Known once the authorization and the rule exist. */
  readonly accessName: pulumi.Output<string>;
  /** Id of the authorization: 32 hexadecimal digits. A new id means another target. Empty when `existing` has none. */
  readonly accessId: pulumi.Output<string>;
  /** What the gateway calls; empty when `existing` does not say. */
  readonly target: pulumi.Output<string>;
  /** Port of the target; 0 when `existing` does not say. */
  readonly port: pulumi.Output<number>;
  /** Gateway instance that the security group lets in. */
  readonly instanceId: pulumi.Input<string>;
  /** Security group that lets the gateway in; undefined when none is named. */
  readonly securityGroupId: pulumi.Input<string> | undefined;
  /** Port that the security group opens; undefined when no security group is named. */
  readonly servicePort: number | undefined;
  /** IPv4 blocks that the gateway instance calls from. */
  readonly egressCidrs: pulumi.Output<string[]>;
  /** Those blocks as a list that rules refer to; follows when they change. Undefined when `existing` needs no rule. */
  readonly prefixList: alicloud.ecs.EcsPrefixList | undefined;
  /** The same of IPv6; undefined where none is let in. */
  readonly ipv6PrefixList: alicloud.ecs.EcsPrefixList | undefined;

  /** @throws ArgumentMistakesError with every mistake in the arguments, before anything is registered */
  constructor(name: string, args: GatewayAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    args = argumentsOf(args);
    const part = { type: "GatewayAccess", name };
    const shape = { keys: argsKeys, inside: { existing: sharedAccessShape } };
    resolvePart({ ...part, args, ...shape }, (mistakes, args) => {
      checkName("component", name, mistakes, "name");
      checkGatewayAccess(args, mistakes);
    });
    if (args.existing === undefined) claimUnique(part, opts, claimsOf(args));
    const { options, nodes } = childrenOf(name, args, opts, ["pulumi-nodejs"]);
    super(componentType("GatewayAccess"), name, {}, options);
    this.nodes = nodes;
    this.instanceId = args.instanceId ?? sharedInstanceId;
    const { securityGroupId, servicePort } = letInBy(args);
    this.securityGroupId = securityGroupId;
    this.servicePort = servicePort;
    const egress = new EgressAddresses(
      `${name}-egress`,
      { instanceId: this.instanceId, ...(isIpv6(args) ? { ipv6: true } : {}) },
      childOf(this),
    );
    this.egressCidrs = egress.cidrs;
    // Whoever shares an authorization has its gateway instance let in already, unless it is another one. One that is
    // unknown yet counts as another, which only adds a rule.
    const isLetIn = args.existing !== undefined && isSame(args.existing.instanceId, this.instanceId);
    const needsRule = securityGroupId !== undefined && !isLetIn;
    this.prefixList = args.existing === undefined || needsRule ? this.createList(name, egress) : undefined;
    this.ipv6PrefixList = isIpv6(args) && needsRule ? this.createIpv6List(name, egress) : undefined;
    const rules = needsRule ? this.letIn(name, securityGroupId, servicePort ?? 0) : [];
    // Not the id: that of a new rule is unknown in a preview, which would then show every API as changed.
    const ready = pulumi.all(rules.map(({ portRange }) => portRange));
    const named = (accessName: pulumi.Input<string>) =>
      pulumi.all([accessName, ready]).apply(([plain]) => plain);
    if (args.existing === undefined) {
      const access = this.createAccess(name, args, opts);
      this.access = access;
      this.accessName = named(access.name);
      this.accessId = access.vpcAccessId;
      this.target = access.instanceId;
      this.port = access.port;
    } else {
      const { accessName, accessId = "", target = "", port = 0 } = args.existing;
      this.accessName = named(accessName);
      this.accessId = pulumi.output(accessId);
      this.target = pulumi.output(target);
      this.port = pulumi.output(port);
    }
    this.registerOutputs({
      accessName: this.accessName,
      accessId: this.accessId,
      target: this.target,
      port: this.port,
      instanceId: this.instanceId,
      ...(securityGroupId === undefined ? {} : { securityGroupId, servicePort }),
      egressCidrs: this.egressCidrs,
    });
  }

  private createAccess(
    name: string,
    args: NewGatewayAccess,
    opts: pulumi.ComponentResourceOptions | undefined,
  ): alicloud.apigateway.VpcAccess {
    const onlyTarget = claimKnownTarget({ type: "GatewayAccess", name }, opts, args);
    return new alicloud.apigateway.VpcAccess(
      `${name}-access`,
      {
        name: args.accessName,
        vpcId: args.vpcId,
        instanceId: onlyTarget,
        port: args.port,
        ...(args.host === undefined ? {} : { vpcTargetHostName: args.host }),
      },
      childOf(this, { deleteBeforeReplace: true }),
    );
  }

  private createList(name: string, { cidrs }: EgressAddresses): alicloud.ecs.EcsPrefixList {
    return new alicloud.ecs.EcsPrefixList(
      `${name}-egress-list`,
      {
        prefixListName: `${name}-egress`,
        addressFamily: "IPv4",
        maxEntries: prefixListSize,
        entries: cidrs.apply((blocks) => blocks.map((cidr) => ({ cidr, description: "API Gateway egress" }))),
      },
      childOf(this),
    );
  }

  private createIpv6List(name: string, { ipv6Cidrs }: EgressAddresses): alicloud.ecs.EcsPrefixList {
    return new alicloud.ecs.EcsPrefixList(
      `${name}-egress-ipv6-list`,
      {
        prefixListName: `${name}-egress-ipv6`,
        addressFamily: "IPv6",
        maxEntries: prefixListSize,
        entries: ipv6Cidrs.apply((blocks = []) =>
          blocks.map((cidr) => ({ cidr, description: "API Gateway egress" })),
        ),
      },
      childOf(this),
    );
  }

  private letIn(
    name: string,
    securityGroupId: pulumi.Input<string>,
    port: number,
  ): alicloud.ecs.SecurityGroupRule[] {
    const rule = (suffix: string, { id }: alicloud.ecs.EcsPrefixList) =>
      new alicloud.ecs.SecurityGroupRule(
        `${name}-ingress${suffix}`,
        {
          securityGroupId,
          type: "ingress",
          ipProtocol: "tcp",
          nicType: "intranet",
          policy: "accept",
          portRange: `${port}/${port}`,
          priority: 1,
          prefixListId: id,
          description: "API Gateway",
        },
        childOf(this),
      );
    return [
      ...(this.prefixList ? [rule("", this.prefixList)] : []),
      ...(this.ipv6PrefixList ? [rule("-ipv6", this.ipv6PrefixList)] : []),
    ];
  }
}

/** What no other authorization of the program may have. */
function claimsOf({ accessName, vpcId, target, port }: NewGatewayAccess): Claim[] {
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

/**
 * The target, once it is certain that no other authorization of the program leads there.
 *
 * @throws RunError in a preview where the values are known, before the authorization is created where they are not
 */
function claimKnownTarget(
  part: { type: string; name: string },
  opts: pulumi.ComponentResourceOptions | undefined,
  { vpcId, target, port }: NewGatewayAccess,
): pulumi.Output<string> {
  return pulumi.all([vpcId, target]).apply(([inVpc, plain]) => {
    claimUnique(part, opts, [claimTarget({ vpcId: inVpc, target: plain, port }, "target")]);
    return plain;
  });
}

const describeInput = (input: pulumi.Input<string>): string =>
  typeof input === "string" ? `"${input}"` : "This output";

const isIpv6 = (args: GatewayAccessArgs): boolean => args.existing === undefined && args.ipv6 === true;

/** The security group that lets the gateway in, and the port that it opens. */
function letInBy(args: GatewayAccessArgs): Pick<SharedAccess, "securityGroupId" | "servicePort"> {
  const { securityGroupId, servicePort } = args.existing ?? args;
  if (securityGroupId === undefined) return {};
  return { securityGroupId, servicePort: servicePort ?? (args.existing ? 0 : args.port) };
}
