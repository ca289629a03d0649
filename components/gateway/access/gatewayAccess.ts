import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../../alicloud";
import { child, uniqueChild } from "../../component/children";
import { claimUnique, isSame } from "../../component/claims";
import { Component } from "../../component/component";
import { allowIngress } from "../../component/ingressRule";
import { EgressAddresses } from "../../dynamic/egressAddresses/resource";
import type { GatewayAccessArgs, NewGatewayAccess, SharedAccess } from "./args";
import { claimTarget, type GatewayAccessPlan, gatewayAccessDefinition } from "./plan";

declare module "../../component/children" {
  interface ChildKinds {
    /** Egress addresses of the gateway instance. */
    egressAddresses: typeof EgressAddresses;
    /** VPC access authorization. @importId name:vpcId:instanceId:port */
    vpcAccess: typeof alicloud.apigateway.VpcAccess;
    /** Prefix list of the egress addresses. @local prefixList prefixListName */
    egressList: typeof alicloud.ecs.EcsPrefixList;
  }
}

/** Maximum number of blocks in a prefix list. A rule with the list counts as this many of a group's 200 rules. */
const prefixListSize = 10;

/**
 * Access of the gateway to a service in a VPC: the VPC access authorization, and an ingress rule on the
 * service's port for the addresses of the gateway instance only.
 *
 * With `existing`, the component uses an existing authorization. It creates the rule only if the gateway
 * instance differs from the one that the security group already allows.
 *
 * @example
 * ```ts
 * import { ClassicLoadBalancer, GatewayAccess, Network, NginxService } from "alicloud-vpc-api";
 *
 * const { vpcId, vswitches } = new Network("shop", { zones: ["cn-hangzhou-h"] });
 * const vswitchIds = vswitches.map(({ id }) => id);
 * const { instances, securityGroupId, port } = new NginxService("shop", { vpcId, vswitchIds });
 * const balancer = new ClassicLoadBalancer("shop", {
 *   vswitchId: vswitches[0].id,
 *   instances: instances.map(({ id }) => ({ id })),
 *   servicePort: port,
 * });
 * const access = new GatewayAccess("shop", {
 *   accessName: "shop-service",
 *   vpcId,
 *   target: balancer.loadBalancerId,
 *   port: balancer.port,
 *   securityGroupId,
 *   servicePort: port,
 * });
 *
 * export const accessName = access.accessName; // for Routes
 * ```
 */
export class GatewayAccess extends Component<GatewayAccessPlan> implements SharedAccess {
  /** The authorization. Undefined with `existing`. */
  readonly access: alicloud.apigateway.VpcAccess | undefined;
  /** Name that a back end of type VPC refers to. Known after the authorization and the rule exist. */
  readonly accessName: pulumi.Output<string>;
  /**
   * ID of the authorization: 32 hexadecimal digits. A new ID means another target. Empty if `existing` does
   * not set it.
   */
  readonly accessId: pulumi.Output<string>;
  /** Target that the gateway calls. Empty if `existing` does not set it. */
  readonly target: pulumi.Output<string>;
  /** Port of the target. 0 if `existing` does not set it. */
  readonly port: pulumi.Output<number>;
  /** Gateway instance that the security group allows. */
  readonly instanceId: pulumi.Input<string>;
  /** Security group that allows the gateway. Undefined if none is set. */
  readonly securityGroupId: pulumi.Input<string> | undefined;
  /** Port that the security group opens. Undefined if no security group is set. */
  readonly servicePort: number | undefined;
  /** IPv4 blocks of the gateway instance's egress addresses. */
  readonly egressCidrs: pulumi.Output<string[]>;
  /**
   * Prefix list of these blocks, which rules refer to. It changes with the blocks. Undefined if `existing`
   * needs no rule.
   */
  readonly prefixList: alicloud.ecs.EcsPrefixList | undefined;
  /** Prefix list of the IPv6 blocks. Undefined if IPv6 is not allowed. */
  readonly ipv6PrefixList: alicloud.ecs.EcsPrefixList | undefined;

  /** @throws ArgumentError with every problem in the arguments, before any resource is registered */
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
    // A shared authorization already allows its own instance. An unknown one counts as another: one more rule.
    const isAllowed = existing !== undefined && isSame(existing.instanceId, instanceId);
    const needsRule = securityGroupId !== undefined && !isAllowed;
    this.prefixList = created || needsRule ? this.createList(name, egress, 4) : undefined;
    this.ipv6PrefixList = ipv6 && needsRule ? this.createList(name, egress, 6) : undefined;
    const rules = needsRule ? this.allowGateway(securityGroupId, servicePort ?? 0) : [];
    // Not the ID: that of a new rule is unknown at preview, which would then show every API as changed.
    const ready = pulumi.all(rules.map(({ portRange }) => portRange));
    const createAccessOutput = (accessName: pulumi.Input<string>) =>
      pulumi.all([accessName, ready]).apply(([plain]) => plain);
    if (created) {
      const access = this.createAccess(name, created, opts);
      this.access = access;
      this.accessName = createAccessOutput(access.name);
      this.accessId = access.vpcAccessId;
      this.target = access.instanceId;
      this.port = access.port;
    } else {
      const { accessName = "", accessId = "", target = "", port = 0 } = existing ?? {};
      this.accessName = createAccessOutput(accessName);
      this.accessId = pulumi.output(accessId);
      this.target = pulumi.output(target);
      this.port = pulumi.output(port);
    }
    this.registerProperties(
      ...(["accessName", "accessId", "target", "port", "instanceId"] as const),
      ...(["securityGroupId", "servicePort", "egressCidrs"] as const),
    );
  }

  private createAccess(
    name: string,
    { accessName, vpcId, target, port, host }: NewGatewayAccess,
    opts: pulumi.ComponentResourceOptions | undefined,
  ): alicloud.apigateway.VpcAccess {
    // Claims the target at preview if the values are known, otherwise before the authorization is created.
    const claimed = pulumi.all([vpcId, target]).apply(([vpcId, target]) => {
      claimUnique(`GatewayAccess ${name}`, opts, [claimTarget({ vpcId, target, port }, "target")]);
      return target;
    });
    return uniqueChild(this, "vpcAccess", alicloud.apigateway.VpcAccess, "access", {
      name: accessName,
      vpcId,
      instanceId: claimed,
      port,
      vpcTargetHostName: host,
    });
  }

  private allowGateway(securityGroupId: pulumi.Input<string>, port: number) {
    const lists = { ingress: this.prefixList, "ingress-ipv6": this.ipv6PrefixList };
    return Object.entries(lists).flatMap(([rule, list]) => {
      if (list === undefined) return [];
      const callers = { securityGroupId, prefixListId: list.id, description: "API Gateway" };
      return [allowIngress(this, rule, port, callers)];
    });
  }

  private createList(name: string, egress: EgressAddresses, version: 4 | 6): alicloud.ecs.EcsPrefixList {
    const suffix = version === 4 ? "" : "-ipv6";
    const cidrs = version === 4 ? egress.cidrs : egress.ipv6Cidrs;
    return child(this, "egressList", alicloud.ecs.EcsPrefixList, `egress${suffix}-list`, {
      prefixListName: `${name}-egress${suffix}`,
      addressFamily: `IPv${version}`,
      maxEntries: prefixListSize,
      entries: cidrs.apply((blocks = []) =>
        blocks.map((cidr) => ({ cidr, description: "API Gateway egress" })),
      ),
    });
  }
}
