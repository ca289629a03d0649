import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../../alicloud";
import { child } from "../../component/children";
import { Component } from "../../component/component";
import type { GatewayInstanceArgs } from "./args";
import { gatewayInstanceDefinition, type PlannedAccessList, type PlannedGatewayInstance } from "./plan";

declare module "../../component/children" {
  interface ChildKinds {
    /** Dedicated gateway instance. */
    gatewayInstance: typeof alicloud.apigateway.Instance;
    /** Access list of the instance. */
    accessControlList: typeof alicloud.apigateway.AccessControlList;
    /** Entries of that list. */
    aclEntryAttachment: typeof alicloud.apigateway.AclEntryAttachment;
    /** The list on the instance. */
    instanceAclAttachment: typeof alicloud.apigateway.InstanceAclAttachment;
  }
}

/**
 * A dedicated gateway instance, with the list of those who may call it. It is paid for from the minute it is there
 * until it is deleted, called or not, and takes some minutes to make.
 */
export class GatewayInstance extends Component<PlannedGatewayInstance> {
  /** The instance. */
  readonly instance: alicloud.apigateway.Instance;
  /** Id of the instance, `apigateway-…`. Known once the access list is in effect, so that nobody calls before. */
  readonly instanceId: pulumi.Output<string>;
  /** The access list; undefined without one. */
  readonly accessControlList: alicloud.apigateway.AccessControlList | undefined;

  /** @throws ArgumentError with every problem in the arguments, before anything is registered */
  constructor(name: string, args: GatewayInstanceArgs, opts?: pulumi.ComponentResourceOptions) {
    super(gatewayInstanceDefinition, name, args, opts);
    this.instance = this.create();
    const list = this.plan.accessList && this.control(this.plan.accessList);
    this.accessControlList = list?.list;
    // Not the attachment's id: that of a new one is unknown in a preview, which would then replace the group.
    this.instanceId = pulumi
      .all([this.instance.id, list?.attachment.aclType])
      .apply(([instanceId]) => instanceId);
    this.registerOutputs({ instanceId: this.instanceId });
  }

  private create(): alicloud.apigateway.Instance {
    const { subscription, accessList: _, ...settings } = this.plan;
    const payment = subscription
      ? { paymentType: "Subscription", pricingCycle: subscription.period, duration: subscription.duration }
      : { paymentType: "PayAsYouGo" };
    return child(
      this,
      "gatewayInstance",
      alicloud.apigateway.Instance,
      "gateway",
      { ...settings, ...payment, instanceType: "normal" },
      // The cloud refuses to delete one that is paid for, and releases it when its time ends.
      { retainOnDelete: subscription !== undefined },
    );
  }

  private control({ listName, aclType, cidrs }: PlannedAccessList) {
    const list = child(
      this,
      "accessControlList",
      alicloud.apigateway.AccessControlList,
      "access-list",
      { accessControlListName: listName, addressIpVersion: "ipv4" },
      // The entries are resources of their own; their copy in here is not ours to keep.
      {
        // The name is unique.
        deleteBeforeReplace: true,
        ignoreChanges: ["aclEntrys"],
      },
    );
    const entries = cidrs.map((cidr) =>
      child(
        this,
        "aclEntryAttachment",
        alicloud.apigateway.AclEntryAttachment,
        `access-${cidr.replace("/", "-")}`,
        { aclId: list.id, entry: cidr },
        {
          // Both are the same entry.
          deleteBeforeReplace: true,
        },
      ),
    );
    const attachment = child(
      this,
      "instanceAclAttachment",
      alicloud.apigateway.InstanceAclAttachment,
      "access-attachment",
      { instanceId: this.instance.id, aclId: list.id, aclType },
      // An instance has one list. Without entries it would let in, or keep out, nobody in particular.
      {
        // An instance has one list.
        deleteBeforeReplace: true,
        dependsOn: entries,
      },
    );
    return { list, attachment };
  }
}
