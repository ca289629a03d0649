import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../alicloud";
import { child, uniqueChild } from "../component/children";
import { declareSame } from "../component/claims";
import { Component } from "../component/component";
import type { ClassicLoadBalancerArgs } from "./args";
import { type ClassicLoadBalancerPlan, classicLoadBalancerDefinition } from "./plan";

declare module "../component/children" {
  interface ChildKinds {
    /** The CLB. @local loadBalancer loadBalancerName */
    clb: typeof alicloud.slb.ApplicationLoadBalancer;
    /** Server group of the CLB. @local vServerGroup name */
    clbServerGroup: typeof alicloud.slb.ServerGroup;
    /** Instance in the server group. @importId serverGroupId:serverId:port */
    clbServer: typeof alicloud.slb.ServerGroupServerAttachment;
    /** Listener of the CLB. @importId loadBalancerId:protocol:frontendPort */
    clbListener: typeof alicloud.slb.Listener;
  }
}

/**
 * An intranet CLB. Its listener is TCP, so the instances see the caller's own address and their security
 * group controls access. Its health check is HTTP.
 */
export class ClassicLoadBalancer extends Component<ClassicLoadBalancerPlan> {
  /** The CLB. */
  readonly loadBalancer: alicloud.slb.ApplicationLoadBalancer;
  /** Listener of the CLB. */
  readonly listener: alicloud.slb.Listener;
  /** ID of the CLB, `lb-…`. Known after the listener runs and the instances are attached. */
  readonly loadBalancerId: pulumi.Output<string>;
  /** Private address of the CLB. */
  readonly address: pulumi.Output<string>;
  /** Port that the CLB listens on. */
  readonly port: number;

  /** @throws ArgumentError with every problem in the arguments, before any resource is registered */
  constructor(name: string, args: ClassicLoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super(classicLoadBalancerDefinition, name, args, opts);
    const { port, healthCheckPath, vswitchId, instances, servicePort, tags } = this.plan;
    this.port = port;
    const clbArgs: alicloud.slb.ApplicationLoadBalancerArgs = {
      loadBalancerName: name,
      addressType: "intranet",
      vswitchId,
      instanceChargeType: "PayByCLCU",
      tags,
    };
    this.loadBalancer = child(this, "clb", alicloud.slb.ApplicationLoadBalancer, "clb", clbArgs, {
      protection: { on: { deleteProtection: "on" }, off: { deleteProtection: "off" } },
    });
    const loadBalancerId = this.loadBalancer.id;
    const group: alicloud.slb.ServerGroupArgs = { loadBalancerId, name: `${name}-servers`, tags };
    const servers = child(this, "clbServerGroup", alicloud.slb.ServerGroup, "servers", group, {
      // With a name, it would be deleted before its replacement exists, while the listener still uses it.
      deleteBeforeReplace: false,
    });
    const attachments = instances.map((instance, index) =>
      child(this, "clbServer", alicloud.slb.ServerGroupServerAttachment, `server-${instance.key ?? index}`, {
        serverGroupId: servers.id,
        serverId: instance.id,
        port: servicePort,
        weight: 100,
      }),
    );
    // A port has one listener.
    this.listener = uniqueChild(this, "clbListener", alicloud.slb.Listener, "listener", {
      loadBalancerId,
      serverGroupId: servers.id,
      protocol: "tcp",
      frontendPort: port,
      bandwidth: -1,
      scheduler: "wrr",
      healthCheckType: "http",
      healthCheckUri: healthCheckPath,
      healthCheckHttpCode: "http_2xx,http_3xx",
    });
    // Not the IDs: those of new resources are unknown at preview, which would show all dependents as changed.
    const ready = pulumi.all([this.listener.frontendPort, ...attachments.map(({ port }) => port)]);
    this.loadBalancerId = pulumi.all([loadBalancerId, ready]).apply(([id]) => id);
    declareSame(this.loadBalancerId, loadBalancerId);
    this.address = this.loadBalancer.address;
    this.registerProperties("loadBalancerId", "address", "port");
  }
}
