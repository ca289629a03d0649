import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { type ComponentArgs, childrenOf, type Nodes } from "../component/children";
import { declareSame } from "../component/claims";
import { argumentsOf } from "../component/knownOutputs";
import { childOf, componentType, type Tags } from "../component/options";
import { resolvePart } from "../component/part";
import { isHealthCheckPath } from "../service/servedPages";
import { checkName, checkPort } from "../validation/names";
import type { Problems } from "../validation/problems";

/** What the balancer does, apart from where it stands. */
export interface VpcApiClbArgs {
  /**
   * Port that the balancer listens on; 1 to 65535. A change replaces the listener, and behind a `VpcApi` the VPC access
   * authorization: calls fail until the APIs are published with the new one, some seconds later.
   *
   * @default the port of the service
   */
  port?: number;
  /**
   * Path of the HTTP health check, with a leading slash and at most 80 characters.
   *
   * @default "/"; in a `VpcApi` whose `service.pages` have no `index.html`, the first page by name
   */
  healthCheckPath?: string;
}

/** Arguments of {@link ClassicLoadBalancer}. */
export interface ClassicLoadBalancerArgs extends VpcApiClbArgs, ComponentArgs {
  /**
   * vSwitch that the balancer has its address in. A change replaces the balancer, the new one first: the cloud moves
   * none, and deletes no vSwitch that one is in.
   */
  vswitchId: pulumi.Input<string>;
  /** ECS instances that get the requests. */
  instances: {
    /** Id of the instance, `i-…`. */
    id: pulumi.Input<string>;
    /** What identifies the instance here, whatever its position. @default the position in the list */
    key?: string;
  }[];
  /** Port of the service on the instances; 1 to 65535. */
  servicePort: number;
  /** Tags on the balancer. @default none */
  tags?: Tags;
}

export interface ResolvedClassicLoadBalancer {
  port: number;
  healthCheckPath: string;
}

export function resolveClassicLoadBalancer(
  settings: VpcApiClbArgs,
  servicePort: number,
  problems: Problems,
): ResolvedClassicLoadBalancer {
  const { port = servicePort, healthCheckPath = "/" } = settings;
  if (settings.port !== undefined) checkPort(port, problems, "port");
  if (!isHealthCheckPath(healthCheckPath)) {
    problems.add(
      "healthCheckPath",
      `"${healthCheckPath}" is not a path to check.`,
      "Use a leading slash and at most 80 letters, digits or -/.%?#&=.",
    );
  }
  return { port, healthCheckPath };
}

/**
 * An intranet CLB. Its listener is TCP, so that the instances see the caller's own address and their security
 * group decides; its health check is HTTP.
 */
export class ClassicLoadBalancer extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /** The balancer. */
  readonly loadBalancer: alicloud.slb.ApplicationLoadBalancer;
  /** Its one listener. */
  readonly listener: alicloud.slb.Listener;
  /** Id of the balancer, `lb-…`; known once the listener runs and the instances are attached. */
  readonly loadBalancerId: pulumi.Output<string>;
  /** Private address. */
  readonly address: pulumi.Output<string>;
  /** Port that it listens on. */
  readonly port: number;

  /** @throws ArgumentError with every problem in the arguments, before anything is registered */
  constructor(name: string, args: ClassicLoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    args = argumentsOf(args, opts);
    const part = { type: "ClassicLoadBalancer", name, args };
    const resolved = resolvePart(part, (problems, args) => {
      checkName("component", name, problems, "name");
      checkPort(args.servicePort, problems, "servicePort");
      return resolveClassicLoadBalancer(args, args.servicePort, problems);
    });
    const { options, nodes } = childrenOf(name, args, opts);
    super(componentType("ClassicLoadBalancer"), name, {}, options);
    this.nodes = nodes;
    this.port = resolved.port;
    this.loadBalancer = new alicloud.slb.ApplicationLoadBalancer(
      `${name}-clb`,
      {
        loadBalancerName: name,
        addressType: "intranet",
        vswitchId: args.vswitchId,
        instanceChargeType: "PayByCLCU",
        tags: args.tags ?? {},
      },
      childOf(this),
    );
    const servers = new alicloud.slb.ServerGroup(
      `${name}-servers`,
      {
        loadBalancerId: this.loadBalancer.id,
        name: `${name}-servers`,
        tags: args.tags ?? {},
      },
      // Because it has a name, the provider would delete the old one first, which its listener uses.
      childOf(this, { deleteBeforeReplace: false }),
    );
    const attachments = args.instances.map(
      (instance, index) =>
        new alicloud.slb.ServerGroupServerAttachment(
          `${name}-server-${instance.key ?? index}`,
          { serverGroupId: servers.id, serverId: instance.id, port: args.servicePort, weight: 100 },
          childOf(this),
        ),
    );
    this.listener = this.createListener(name, servers, resolved);
    // Not the ids: those of new ones are unknown in a preview, which would then show all that follows as changed.
    const ready = pulumi.all([this.listener.frontendPort, ...attachments.map(({ port }) => port)]);
    this.loadBalancerId = pulumi.all([this.loadBalancer.id, ready]).apply(([id]) => id);
    declareSame(this.loadBalancerId, this.loadBalancer.id);
    this.address = this.loadBalancer.address;
    this.registerOutputs({ loadBalancerId: this.loadBalancerId, address: this.address, port: this.port });
  }

  private createListener(
    name: string,
    servers: alicloud.slb.ServerGroup,
    { port, healthCheckPath }: ResolvedClassicLoadBalancer,
  ): alicloud.slb.Listener {
    return new alicloud.slb.Listener(
      `${name}-listener`,
      {
        loadBalancerId: this.loadBalancer.id,
        serverGroupId: servers.id,
        protocol: "tcp",
        frontendPort: port,
        bandwidth: -1,
        scheduler: "wrr",
        healthCheckType: "http",
        healthCheckUri: healthCheckPath,
        healthCheckHttpCode: "http_2xx,http_3xx",
      },
      childOf(this),
    );
  }
}
