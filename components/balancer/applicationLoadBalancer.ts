import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { type ComponentArgs, childrenOf, type Nodes } from "../component/children";
import { argumentsOf } from "../component/knownOutputs";
import { childOf, componentType, type Tags } from "../component/options";
import { resolvePart } from "../component/part";
import { AlbZones } from "../dynamic/albZones/resource";
import { checkName, checkPort } from "../validation/names";
import { createAlbSecurityGroup } from "./albSecurityGroup";
import { checkAlbZones, distinct } from "./albZones";
import {
  type ResolvedClassicLoadBalancer,
  resolveClassicLoadBalancer,
  type VpcApiClbArgs,
} from "./classicLoadBalancer";

/** What the ALB does, apart from where it stands: port and health check are as for a CLB. */
export interface VpcApiAlbArgs extends VpcApiClbArgs {
  /**
   * Whether it has a private IPv6 address in each zone as well, for clients in the VPC; the gateway calls its IPv4
   * address. Its vSwitches need IPv6 blocks. A change replaces the ALB, and so its address.
   *
   * @default false; behind `VpcApi`, whether `network.ipv6` is on
   */
  ipv6?: boolean;
  /**
   * Whether everything in the VPC may call its listener. If not, only whom a rule of its security group accepts may:
   * behind `VpcApi`, the gateway.
   *
   * @default false
   */
  openToVpc?: boolean;
}

/** Arguments of {@link ApplicationLoadBalancer}. */
export interface ApplicationLoadBalancerArgs extends VpcApiAlbArgs, ComponentArgs {
  /** VPC that the vSwitches lie in. */
  vpcId: pulumi.Input<string>;
  /**
   * vSwitches that the ALB stands in: one in each zone, two zones or more. It takes 3 addresses of each. A change is
   * made in place; the order does not matter. See `address` for what becomes of the address.
   */
  vswitches: AlbVSwitch[];
  /** ECS instances that get the requests. */
  instances: AlbInstance[];
  /** Port of the service on the instances; 1 to 65535. */
  servicePort: number;
  /**
   * Security group of the instances. Behind an ALB they see its local addresses in these vSwitches, so each
   * vSwitch's block is let in on the service's port. @default no rule is made
   */
  securityGroupId?: pulumi.Input<string>;
  /** Tags on the ALB, its server group, its listener and its security group. @default none */
  tags?: Tags;
}

/** A vSwitch that an ALB stands in; an `alicloud.vpc.Switch` is one. */
export interface AlbVSwitch {
  /** What identifies the vSwitch here, whatever its position. @default the position in the list */
  key?: string;
  /** Its id, `vsw-…`. */
  id: pulumi.Input<string>;
  /** Zone that it is in, for example `cn-hangzhou-h`. */
  zoneId: pulumi.Input<string>;
  /** Its IPv4 block. */
  cidrBlock: pulumi.Input<string>;
}

/** An instance behind an ALB; an `alicloud.ecs.Instance` is one. */
export interface AlbInstance {
  /** Its id, `i-…`. */
  id: pulumi.Input<string>;
  /** Its private address, which the listener calls. */
  primaryIpAddress: pulumi.Input<string>;
}

/**
 * An intranet ALB with fixed addresses and an HTTP listener. That it faces the VPC only cannot be chosen: one that is
 * turned to the Internet is no back end of API Gateway any more.
 *
 * The gateway is told an address, not the id: no document says that it takes the id of an ALB. The address is that
 * of one zone, so where that zone must be allowed to fail, a CLB, which has one address for its two zones, is better.
 *
 * It is in a security group of its own, which lets nobody in until a rule does: `GatewayAccess` makes one for the
 * gateway when it is given `securityGroupId`. With {@link VpcApiAlbArgs.openToVpc} the group has no
 * rules that drop traffic.
 */
export class ApplicationLoadBalancer extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /** The ALB. */
  readonly loadBalancer: alicloud.alb.LoadBalancer;
  /** Where its listener forwards to. */
  readonly serverGroup: alicloud.alb.ServerGroup;
  /** Its one listener. */
  readonly listener: alicloud.alb.Listener;
  /** Id of the security group that decides who may call it. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Id of the ALB, `alb-…`; known once the listener runs and the instances let the ALB in. */
  readonly loadBalancerId: pulumi.Output<string>;
  /**
   * Private address in one of its zones; known at the same time. It is that of the first vSwitch in the list when the
   * ALB is created, and stays the same until that vSwitch is removed.
   */
  readonly address: pulumi.Output<string>;
  /** Port that it listens on. */
  readonly port: number;

  /** @throws ArgumentError with every problem in the arguments, before anything is registered */
  constructor(name: string, args: ApplicationLoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    args = argumentsOf(args, opts);
    const part = { type: "ApplicationLoadBalancer", name, args };
    const resolved = resolvePart(part, (problems, args) => {
      checkName("component", name, problems, "name");
      checkPort(args.servicePort, problems, "servicePort");
      const zoneIds = args.vswitches.map(({ zoneId }) => zoneId);
      checkAlbZones(zoneIds, problems, "vswitches");
      return resolveClassicLoadBalancer(args, args.servicePort, problems);
    });
    const { options, nodes } = childrenOf(name, args, opts, ["pulumi-nodejs"]);
    super(componentType("ApplicationLoadBalancer"), name, {}, options);
    this.nodes = nodes;
    this.port = resolved.port;
    this.loadBalancer = this.createLoadBalancer(name, args);
    const zones = new AlbZones(
      `${name}-alb-zones`,
      {
        loadBalancerId: this.loadBalancer.id,
        zones: args.vswitches.map(({ id, zoneId }) => ({ vswitchId: id, zoneId })),
      },
      childOf(this),
    );
    this.serverGroup = this.createServerGroup(name, args, resolved);
    this.listener = new alicloud.alb.Listener(
      `${name}-alb-listener`,
      {
        loadBalancerId: this.loadBalancer.id,
        listenerProtocol: "HTTP",
        listenerPort: resolved.port,
        defaultActions: [
          {
            type: "ForwardGroup",
            forwardGroupConfig: { serverGroupTuples: [{ serverGroupId: this.serverGroup.id }] },
          },
        ],
        tags: args.tags ?? {},
      },
      childOf(this),
    );
    const { vpcId, ipv6 = false, openToVpc: isOpen = false, tags = {} } = args;
    const { group, attachment } = createAlbSecurityGroup(
      name,
      { vpcId, loadBalancerId: this.loadBalancer.id, ipv6, isOpen, tags },
      this,
    );
    this.securityGroupId = group.id;
    const rules = args.securityGroupId === undefined ? [] : this.letIn(name, args, args.securityGroupId);
    const ready = pulumi.all([
      this.listener.id,
      // Not the ids: those of new ones are unknown in a preview, which would then replace what names the address.
      ...rules.map(({ portRange }) => portRange),
      attachment.loadBalancerId,
    ]);
    this.loadBalancerId = pulumi.all([this.loadBalancer.id, ready]).apply(([id]) => id);
    this.address = pulumi.all([zones.address, ready]).apply(([address]) => address);
    this.registerOutputs({
      loadBalancerId: this.loadBalancerId,
      address: this.address,
      port: this.port,
      securityGroupId: this.securityGroupId,
    });
  }

  private createLoadBalancer(name: string, args: ApplicationLoadBalancerArgs): alicloud.alb.LoadBalancer {
    const zoneIds = pulumi.all(args.vswitches.map(({ zoneId }) => zoneId)).apply(distinct);
    return new alicloud.alb.LoadBalancer(
      `${name}-alb`,
      {
        loadBalancerName: name,
        loadBalancerEdition: "Basic",
        loadBalancerBillingConfig: { payType: "PayAsYouGo" },
        addressType: "Intranet",
        ...(args.ipv6 ? { addressIpVersion: "DualStack", ipv6AddressType: "Intranet" } : {}),
        addressAllocatedMode: "Fixed",
        vpcId: args.vpcId,
        zoneMappings: args.vswitches.map(({ id }, index) => ({
          vswitchId: id,
          zoneId: zoneIds.apply((ids) => ids[index] as string),
        })),
        tags: args.tags ?? {},
      },
      // The provider takes the addresses that the cloud chose for a change of the zones, in every preview.
      childOf(this, { ignoreChanges: ["zoneMappings"] }),
    );
  }

  private createServerGroup(
    name: string,
    args: ApplicationLoadBalancerArgs,
    { healthCheckPath }: ResolvedClassicLoadBalancer,
  ): alicloud.alb.ServerGroup {
    return new alicloud.alb.ServerGroup(
      `${name}-alb-servers`,
      {
        serverGroupName: `${name}-servers`,
        protocol: "HTTP",
        scheduler: "Wrr",
        vpcId: args.vpcId,
        healthCheckConfig: {
          healthCheckEnabled: true,
          healthCheckProtocol: "HTTP",
          healthCheckPath,
          healthCheckCodes: ["http_2xx", "http_3xx"],
        },
        // Said in full, with what would be so anyway: what the cloud adds shows as a change in every preview.
        stickySessionConfig: { stickySessionEnabled: false },
        servers: args.instances.map(({ id, primaryIpAddress }) => ({
          serverId: id,
          serverType: "Ecs",
          serverIp: primaryIpAddress,
          port: args.servicePort,
          weight: 100,
        })),
        tags: args.tags ?? {},
      },
      childOf(this),
    );
  }

  private letIn(
    name: string,
    args: ApplicationLoadBalancerArgs,
    securityGroupId: pulumi.Input<string>,
  ): alicloud.ecs.SecurityGroupRule[] {
    return args.vswitches.map(
      ({ key, cidrBlock }, index) =>
        new alicloud.ecs.SecurityGroupRule(
          `${name}-alb-ingress-${key ?? index}`,
          {
            securityGroupId,
            type: "ingress",
            ipProtocol: "tcp",
            nicType: "intranet",
            policy: "accept",
            portRange: `${args.servicePort}/${args.servicePort}`,
            priority: 1,
            cidrIp: cidrBlock,
            description: "ALB",
          },
          childOf(this),
        ),
    );
  }
}
