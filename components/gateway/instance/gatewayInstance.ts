import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../../alicloud";
import { type ComponentArgs, childrenOf, type Nodes } from "../../component/children";
import { argumentsOf } from "../../component/knownOutputs";
import { childOf, componentType } from "../../component/options";
import { resolvePart } from "../../component/part";
import {
  type ResolvedAccessList,
  type ResolvedGatewayInstance,
  resolveGatewayInstance,
  type VpcApiGatewayInstanceArgs,
} from "./args";

/** Arguments of {@link GatewayInstance}. */
export interface GatewayInstanceArgs extends VpcApiGatewayInstanceArgs, ComponentArgs {}

/**
 * A dedicated gateway instance, with the list of those who may call it. It is paid for from the minute it is there
 * until it is deleted, called or not, and takes some minutes to make.
 */
export class GatewayInstance extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /** The instance. */
  readonly instance: alicloud.apigateway.Instance;
  /** Id of the instance, `apigateway-…`. Known once the access list is in effect, so that nobody calls before. */
  readonly instanceId: pulumi.Output<string>;
  /** The access list; undefined without one. */
  readonly accessControlList: alicloud.apigateway.AccessControlList | undefined;

  /** @throws ArgumentError with every problem in the arguments, before anything is registered */
  constructor(name: string, args: GatewayInstanceArgs, opts?: pulumi.ComponentResourceOptions) {
    args = argumentsOf(args, opts);
    const resolved = resolvePart({ type: "GatewayInstance", name, args }, (problems, args) =>
      resolveGatewayInstance(name, args, problems),
    );
    const { options, nodes } = childrenOf(name, args, opts);
    super(componentType("GatewayInstance"), name, {}, options);
    this.nodes = nodes;
    this.instance = this.create(name, resolved);
    const list = resolved.accessList && this.control(name, resolved.accessList);
    this.accessControlList = list?.list;
    // Not the attachment's id: that of a new one is unknown in a preview, which would then replace the group.
    this.instanceId = pulumi
      .all([this.instance.id, list?.attachment.aclType])
      .apply(([instanceId]) => instanceId);
    this.registerOutputs({ instanceId: this.instanceId });
  }

  private create(
    name: string,
    { subscription, accessList: _, ...settings }: ResolvedGatewayInstance,
  ): alicloud.apigateway.Instance {
    const payment = subscription
      ? { paymentType: "Subscription", pricingCycle: subscription.period, duration: subscription.duration }
      : { paymentType: "PayAsYouGo" };
    return new alicloud.apigateway.Instance(
      `${name}-gateway`,
      { ...settings, ...payment, instanceType: "normal" },
      // The cloud refuses to delete one that is paid for, and releases it when its time ends.
      childOf(this, { retainOnDelete: subscription !== undefined }),
    );
  }

  private control(name: string, { listName, aclType, cidrs }: ResolvedAccessList) {
    const list = new alicloud.apigateway.AccessControlList(
      `${name}-access-list`,
      { accessControlListName: listName, addressIpVersion: "ipv4" },
      // The entries are resources of their own; their copy in here is not ours to keep.
      childOf(this, { ignoreChanges: ["aclEntrys"] }),
    );
    const entries = cidrs.map(
      (cidr) =>
        new alicloud.apigateway.AclEntryAttachment(
          `${name}-access-${cidr.replace("/", "-")}`,
          { aclId: list.id, entry: cidr },
          childOf(this),
        ),
    );
    const attachment = new alicloud.apigateway.InstanceAclAttachment(
      `${name}-access-attachment`,
      { instanceId: this.instance.id, aclId: list.id, aclType },
      // An instance has one list. Without entries it would let in, or keep out, nobody in particular.
      childOf(this, { dependsOn: entries }),
    );
    return { list, attachment };
  }
}
