import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import { resolveOrThrow } from "../core/mistakes";
import { childOf, componentType } from "../core/options";
import { type Transform, transformed } from "../core/transform";
import {
  type GatewayInstanceSettings,
  type ResolvedAccessList,
  type ResolvedGatewayInstance,
  resolveGatewayInstance,
} from "./gatewaySettings";

/** Typed changes of what a {@link GatewayInstance} makes. */
export interface GatewayInstanceTransforms {
  /** The instance. */
  gatewayInstance?: Transform<alicloud.apigateway.InstanceArgs>;
  /** Its access list. */
  accessControlList?: Transform<alicloud.apigateway.AccessControlListArgs>;
  /** The entries of the list. */
  aclEntryAttachment?: Transform<alicloud.apigateway.AclEntryAttachmentArgs>;
  /** The list's place at the instance. */
  instanceAclAttachment?: Transform<alicloud.apigateway.InstanceAclAttachmentArgs>;
}

/** Arguments of {@link GatewayInstance}. */
export interface GatewayInstanceArgs extends GatewayInstanceSettings {
  /** Changes of what is made, by kind. @default none */
  transform?: GatewayInstanceTransforms;
}

/**
 * A dedicated gateway instance, with the list of those who may call it. It is paid for from the minute it is there
 * until it is deleted, called or not, and takes some minutes to make.
 */
export class GatewayInstance extends pulumi.ComponentResource {
  /** The instance. */
  readonly instance: alicloud.apigateway.Instance;
  /** Id of the instance, `apigateway-…`. Known once the access list is in effect, so that nobody calls before. */
  readonly instanceId: pulumi.Output<string>;
  /** The access list; undefined without one. */
  readonly accessControlList: alicloud.apigateway.AccessControlList | undefined;

  /** @throws ArgumentMistakesError with every mistake in the arguments, before anything is registered */
  constructor(name: string, args: GatewayInstanceArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveOrThrow(`GatewayInstance ${name}`, (mistakes) =>
      resolveGatewayInstance(name, args, mistakes),
    );
    const { transform = {} } = args;
    super(componentType("GatewayInstance"), name, {}, opts);
    this.instance = this.create(name, resolved, transform);
    const list = resolved.accessList && this.control(name, resolved.accessList, transform);
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
    { gatewayInstance }: GatewayInstanceTransforms,
  ): alicloud.apigateway.Instance {
    const payment = subscription
      ? { paymentType: "Subscription", pricingCycle: subscription.period, duration: subscription.duration }
      : { paymentType: "PayAsYouGo" };
    return new alicloud.apigateway.Instance(
      ...transformed(
        gatewayInstance,
        `${name}-gateway`,
        { ...settings, ...payment, instanceType: "normal" },
        childOf(this),
      ),
    );
  }

  private control(
    name: string,
    { listName, aclType, cidrs }: ResolvedAccessList,
    transform: GatewayInstanceTransforms,
  ) {
    const list = new alicloud.apigateway.AccessControlList(
      ...transformed(
        transform.accessControlList,
        `${name}-access-list`,
        { accessControlListName: listName, addressIpVersion: "ipv4" },
        // The entries are resources of their own; their copy in here is not ours to keep.
        childOf(this, { deleteBeforeReplace: true, ignoreChanges: ["aclEntrys"] }),
      ),
    );
    const entries = cidrs.map(
      (cidr) =>
        new alicloud.apigateway.AclEntryAttachment(
          ...transformed(
            transform.aclEntryAttachment,
            `${name}-access-${cidr.replace("/", "-")}`,
            { aclId: list.id, entry: cidr },
            childOf(this),
          ),
        ),
    );
    const attachment = new alicloud.apigateway.InstanceAclAttachment(
      ...transformed(
        transform.instanceAclAttachment,
        `${name}-access-attachment`,
        { instanceId: this.instance.id, aclId: list.id, aclType },
        // An instance has one list. Without entries it would let in, or keep out, nobody in particular.
        childOf(this, { deleteBeforeReplace: true, dependsOn: entries }),
      ),
    );
    return { list, attachment };
  }
}
