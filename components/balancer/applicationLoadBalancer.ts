import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { child, uniqueChild } from "../component/children";
import { Component } from "../component/component";
import { allowIngress } from "../component/ingressRule";
import { AlbServer } from "../dynamic/albServer/resource";
import { AlbZones } from "../dynamic/albZones/resource";
import type { ApplicationLoadBalancerArgs } from "./args";
import { type ApplicationLoadBalancerPlan, applicationLoadBalancerDefinition, distinct } from "./plan";

declare module "../component/children" {
  interface ChildKinds {
    /** Zones of the ALB. */
    albZones: typeof AlbZones;
    /** Listener of the ALB. @local albListener */
    albListener: typeof alicloud.alb.Listener;
    /** The ALB. @local albLoadBalancer loadBalancerName */
    alb: typeof alicloud.alb.LoadBalancer;
    /** Server group of the ALB. @local albServerGroup serverGroupName */
    albServerGroup: typeof alicloud.alb.ServerGroup;
    /** Instance in the server group. */
    albServer: typeof AlbServer;
    /** A security group of the ALB. @importId loadBalancerId:securityGroupId */
    albSecurityGroupAttachment: typeof alicloud.alb.LoadBalancerSecurityGroupAttachment;
    /** A rule that lets somebody in. @repeatable */
    securityGroupRule: typeof alicloud.ecs.SecurityGroupRule;
  }
}

const everybodyIpv4 = { suffix: "", source: { cidrIp: "0.0.0.0/0" } };
const everybodyIpv6 = { suffix: "-ipv6", source: { ipv6CidrIp: "::/0" } };

/**
 * An intranet ALB with fixed addresses and an HTTP listener. It cannot face the Internet, because an ALB that
 * does is not a valid back end of API Gateway.
 *
 * The gateway calls an address instead of the ID: no documentation says that the gateway accepts the ID of an
 * ALB. The address belongs to one zone. If the service must survive the failure of that zone, use a CLB,
 * which has one address for its two zones.
 *
 * The ALB has a security group of its own, which allows no caller until a rule does. `GatewayAccess` creates
 * a rule for the gateway if `securityGroupId` is set. With {@link VpcApiAlbArgs.openToVpc}, the group has no
 * rules that drop traffic.
 *
 * @example
 * ```ts
 * import { ApplicationLoadBalancer, GatewayAccess, Network, NginxService } from "alicloud-vpc-api";
 *
 * const { vpcId, vswitches } = new Network("shop", { zones: ["cn-hangzhou-h", "cn-hangzhou-i"], balancer: "alb" });
 * const vswitchIds = vswitches.map(({ id }) => id);
 * const service = new NginxService("shop", { vpcId, vswitchIds });
 * const alb = new ApplicationLoadBalancer("shop", {
 *   vpcId,
 *   vswitches,
 *   instances: service.instances,
 *   servicePort: service.port,
 *   securityGroupId: service.securityGroupId,
 * });
 *
 * new GatewayAccess("shop", {
 *   accessName: "shop-service",
 *   vpcId,
 *   target: alb.address,
 *   port: alb.port,
 *   securityGroupId: alb.securityGroupId,
 * });
 * ```
 */
export class ApplicationLoadBalancer extends Component<ApplicationLoadBalancerPlan> {
  /** The ALB. */
  readonly loadBalancer: alicloud.alb.LoadBalancer;
  /** Server group that the listener forwards to. */
  readonly serverGroup: alicloud.alb.ServerGroup;
  /** Listener of the ALB. */
  readonly listener: alicloud.alb.Listener;
  /** ID of the security group that controls who may call the ALB. */
  readonly securityGroupId: pulumi.Output<string>;
  /** ID of the ALB, `alb-…`. Known after the listener runs, and the instances are attached and allow the ALB. */
  readonly loadBalancerId: pulumi.Output<string>;
  /**
   * Private address in one of the zones, known at the same time. It is the address of the first vSwitch in
   * the list when the ALB is created, and stays the same until that vSwitch is removed.
   */
  readonly address: pulumi.Output<string>;
  /** Port that the ALB listens on. */
  readonly port: number;

  /** @throws ArgumentError with every problem in the arguments, before any resource is registered */
  constructor(name: string, args: ApplicationLoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super(applicationLoadBalancerDefinition, name, args, opts);
    const { vswitches, instances, servicePort, securityGroupId, port, tags } = this.plan;
    this.port = port;
    this.loadBalancer = this.createLoadBalancer(name);
    const zones = child(this, "albZones", AlbZones, "alb-zones", {
      loadBalancerId: this.loadBalancer.id,
      zones: vswitches.map(({ id, zoneId }) => ({ vswitchId: id, zoneId })),
    });
    this.serverGroup = this.createServerGroup(name);
    const servers = instances.map(({ id, key }, index) =>
      child(this, "albServer", AlbServer, `alb-server-${key ?? index}`, {
        serverGroupId: this.serverGroup.id,
        serverId: id,
        port: servicePort,
      }),
    );
    const listenerArgs: alicloud.alb.ListenerArgs = {
      loadBalancerId: this.loadBalancer.id,
      listenerProtocol: "HTTP",
      listenerPort: port,
      defaultActions: [
        {
          type: "ForwardGroup",
          forwardGroupConfig: { serverGroupTuples: [{ serverGroupId: this.serverGroup.id }] },
        },
      ],
      tags,
    };
    // A port has one listener. The outputs do not depend on the servers themselves: a policy pack that follows
    // the address would take their instances for what the gateway calls.
    this.listener = uniqueChild(this, "albListener", alicloud.alb.Listener, "alb-listener", listenerArgs, {
      dependsOn: servers,
    });
    const { group, attachment } = this.createSecurityGroup(name);
    this.securityGroupId = group.id;
    const rules = securityGroupId === undefined ? [] : this.allowBalancer(securityGroupId);
    const ready = pulumi.all([
      this.listener.id,
      // Not the IDs: those of new rules are unknown at preview, which would replace users of the address.
      ...rules.map(({ portRange }) => portRange),
      attachment.loadBalancerId,
    ]);
    this.loadBalancerId = pulumi.all([this.loadBalancer.id, ready]).apply(([id]) => id);
    this.address = pulumi.all([zones.address, ready]).apply(([address]) => address);
    this.registerProperties("loadBalancerId", "address", "port", "securityGroupId");
  }

  private createLoadBalancer(name: string): alicloud.alb.LoadBalancer {
    const { vpcId, vswitches, ipv6, tags } = this.plan;
    const zoneIds = pulumi.all(vswitches.map(({ zoneId }) => zoneId)).apply(distinct);
    const args: alicloud.alb.LoadBalancerArgs = {
      loadBalancerName: name,
      loadBalancerEdition: "Basic",
      loadBalancerBillingConfig: { payType: "PayAsYouGo" },
      addressType: "Intranet",
      addressIpVersion: ipv6 ? "DualStack" : undefined,
      ipv6AddressType: ipv6 ? "Intranet" : undefined,
      addressAllocatedMode: "Fixed",
      vpcId,
      zoneMappings: vswitches.map(({ id }, index) => ({
        vswitchId: id,
        zoneId: zoneIds.apply((ids) => ids[index] as string),
      })),
      tags,
    };
    return child(this, "alb", alicloud.alb.LoadBalancer, "alb", args, {
      protection: { on: { deletionProtectionEnabled: true }, off: { deletionProtectionEnabled: false } },
      // In every preview, the provider reads the addresses that the cloud assigned as a change of the zones.
      ignoreChanges: ["zoneMappings"],
    });
  }

  private createServerGroup(name: string): alicloud.alb.ServerGroup {
    const { vpcId, healthCheckPath, tags } = this.plan;
    const args: alicloud.alb.ServerGroupArgs = {
      serverGroupName: `${name}-servers`,
      protocol: "HTTP",
      scheduler: "Wrr",
      vpcId,
      healthCheckConfig: {
        healthCheckEnabled: true,
        healthCheckProtocol: "HTTP",
        healthCheckPath,
        healthCheckCodes: ["http_2xx", "http_3xx"],
      },
      // Includes the defaults: values that the cloud adds would appear as a change in every preview.
      stickySessionConfig: { stickySessionEnabled: false },
      tags,
    };
    // The servers are children of their own.
    const options = { ignoreChanges: ["servers"] };
    return child(this, "albServerGroup", alicloud.alb.ServerGroup, "alb-servers", args, options);
  }

  /**
   * Creates a security group for the ALB and attaches it. The listeners of an ALB accept all traffic that no
   * rule drops. Unless the ALB is open, the group has rules with the lowest priority that drop all traffic, so
   * a rule that accepts the gateway precedes them. An open ALB also has the group, so that the rule that
   * accepts the gateway always exists.
   */
  private createSecurityGroup(name: string) {
    const { vpcId, ipv6, openToVpc, tags } = this.plan;
    const group = child(this, "securityGroup", alicloud.ecs.SecurityGroup, "alb-security-group", {
      securityGroupName: `${name}-alb`,
      description: "An ALB behind API Gateway",
      vpcId,
      tags,
    });
    const everybody = [everybodyIpv4, ...(ipv6 ? [everybodyIpv6] : [])];
    const drops = (openToVpc ? [] : everybody).map(({ suffix, source }) =>
      // The cloud rejects a second identical rule.
      uniqueChild(this, "securityGroupRule", alicloud.ecs.SecurityGroupRule, `alb-drop${suffix}`, {
        securityGroupId: group.id,
        type: "ingress",
        ipProtocol: "all",
        nicType: "intranet",
        policy: "drop",
        portRange: "-1/-1",
        priority: 100,
        ...source,
        description: "All other callers",
      }),
    );
    // The cloud cannot tell a second identical attachment from the first.
    const attachment = uniqueChild(
      this,
      "albSecurityGroupAttachment",
      alicloud.alb.LoadBalancerSecurityGroupAttachment,
      "alb-security-group-attachment",
      { loadBalancerId: this.loadBalancer.id, securityGroupId: group.id },
      { dependsOn: drops },
    );
    return { group, attachment };
  }

  private allowBalancer(securityGroupId: pulumi.Input<string>): alicloud.ecs.SecurityGroupRule[] {
    const { vswitches, servicePort } = this.plan;
    return vswitches.map(({ key, cidrBlock }, index) => {
      const callers = { securityGroupId, cidrIp: cidrBlock, description: "ALB" };
      return allowIngress(this, `alb-ingress-${key ?? index}`, servicePort, callers);
    });
  }
}
