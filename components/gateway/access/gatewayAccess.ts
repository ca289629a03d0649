import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../../alicloud";
import { child } from "../../component/children";
import { claimUnique, isSame } from "../../component/claims";
import { Component } from "../../component/component";
import { EgressAddresses } from "../../dynamic/egressAddresses/resource";
import type { GatewayAccessArgs, NewGatewayAccess, SharedAccess } from "./args";
import { claimTarget, type GatewayAccessPlan, gatewayAccessDefinition } from "./plan";

declare module "../../component/children" {
  interface ChildKinds {
    /** The addresses that the gateway calls from. */
    egressAddresses: typeof EgressAddresses;
    /** VPC access authorization. */
    vpcAccess: typeof alicloud.apigateway.VpcAccess;
    /** Those addresses as a prefix list. */
    egressList: typeof alicloud.ecs.EcsPrefixList;
  }
}

/** Blocks that a prefix list may grow to hold; it counts as so many rules of the security group's 200. */
const prefixListSize = 10;

/**
 * The way from the gateway to a service in a VPC, and nothing wider: the VPC access authorization, and an
 * ingress rule on the service's port for the addresses that the gateway instance calls from.
 *
 * With `existing`, it uses an authorization that exists, and makes the rule only for another gateway instance than the
 * one that is let in already.
 */
export class GatewayAccess extends Component<GatewayAccessPlan> implements SharedAccess {
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

  /** @throws ArgumentError with every problem in the arguments, before anything is registered */
  constructor(name: string, args: GatewayAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super(gatewayAccessDefinition, name, args, opts);
    const { created, existing, instanceId, securityGroupId, servicePort, ipv6 } = this.plan;
    this.instanceId = instanceId;
    this.securityGroupId = securityGroupId;
    this.servicePort = servicePort;
    const egress = child(this, "egressAddresses", EgressAddresses, "egress", {
      instanceId: this.instanceId,
      ipv6: ipv6 || undefined,
    });
    this.egressCidrs = egress.cidrs;
    // Whoever shares an authorization has its gateway instance let in already, unless it is another one. One that is
    // unknown yet counts as another, which only adds a rule.
    const isLetIn = existing !== undefined && isSame(existing.instanceId, instanceId);
    const needsRule = securityGroupId !== undefined && !isLetIn;
    this.prefixList = created || needsRule ? this.createList(name, egress) : undefined;
    this.ipv6PrefixList = ipv6 && needsRule ? this.createIpv6List(name, egress) : undefined;
    const rules = needsRule ? this.letIn(securityGroupId, servicePort ?? 0) : [];
    // Not the id: that of a new rule is unknown in a preview, which would then show every API as changed.
    const ready = pulumi.all(rules.map(({ portRange }) => portRange));
    const named = (accessName: pulumi.Input<string>) =>
      pulumi.all([accessName, ready]).apply(([plain]) => plain);
    if (created) {
      const access = this.createAccess(name, created, opts);
      this.access = access;
      this.accessName = named(access.name);
      this.accessId = access.vpcAccessId;
      this.target = access.instanceId;
      this.port = access.port;
    } else {
      const { accessName = "", accessId = "", target = "", port = 0 } = existing ?? {};
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
      ...(securityGroupId !== undefined && { securityGroupId, servicePort }),
      egressCidrs: this.egressCidrs,
    });
  }

  private createAccess(
    name: string,
    args: NewGatewayAccess,
    opts: pulumi.ComponentResourceOptions | undefined,
  ): alicloud.apigateway.VpcAccess {
    const onlyTarget = claimKnownTarget({ type: "GatewayAccess", name }, opts, args);
    return child(
      this,
      "vpcAccess",
      alicloud.apigateway.VpcAccess,
      "access",
      {
        name: args.accessName,
        vpcId: args.vpcId,
        instanceId: onlyTarget,
        port: args.port,
        vpcTargetHostName: args.host,
      },
      { deleteBeforeReplace: true },
    );
  }

  private createList(name: string, { cidrs }: EgressAddresses): alicloud.ecs.EcsPrefixList {
    return child(this, "egressList", alicloud.ecs.EcsPrefixList, "egress-list", {
      prefixListName: `${name}-egress`,
      addressFamily: "IPv4",
      maxEntries: prefixListSize,
      entries: cidrs.apply((blocks) => blocks.map((cidr) => ({ cidr, description: "API Gateway egress" }))),
    });
  }

  private createIpv6List(name: string, { ipv6Cidrs }: EgressAddresses): alicloud.ecs.EcsPrefixList {
    return child(this, "egressList", alicloud.ecs.EcsPrefixList, "egress-ipv6-list", {
      prefixListName: `${name}-egress-ipv6`,
      addressFamily: "IPv6",
      maxEntries: prefixListSize,
      entries: ipv6Cidrs.apply((blocks = []) =>
        blocks.map((cidr) => ({ cidr, description: "API Gateway egress" })),
      ),
    });
  }

  private letIn(securityGroupId: pulumi.Input<string>, port: number): alicloud.ecs.SecurityGroupRule[] {
    const rule = (suffix: string, { id }: alicloud.ecs.EcsPrefixList) =>
      child(
        this,
        "securityGroupRule",
        alicloud.ecs.SecurityGroupRule,
        `ingress${suffix}`,
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
        {
          // The cloud refuses a second rule that is the same.
          deleteBeforeReplace: true,
        },
      );
    return [
      ...(this.prefixList ? [rule("", this.prefixList)] : []),
      ...(this.ipv6PrefixList ? [rule("-ipv6", this.ipv6PrefixList)] : []),
    ];
  }
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
