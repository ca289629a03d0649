import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../../alicloud";
import { child, uniqueChild } from "../../component/children";
import { Component } from "../../component/component";
import type { GatewayInstanceArgs } from "./args";
import { gatewayInstanceDefinition, type PlannedAccessList, type PlannedGatewayInstance } from "./plan";

declare module "../../component/children" {
  interface ChildKinds {
    /** Dedicated gateway instance. @local gatewayInstance instanceName */
    gatewayInstance: typeof alicloud.apigateway.Instance;
    /** Access list of the instance. @local accessControlList accessControlListName */
    accessControlList: typeof alicloud.apigateway.AccessControlList;
    /** Entry of the access list. @importId aclId:entry */
    aclEntryAttachment: typeof alicloud.apigateway.AclEntryAttachment;
    /** Attachment of the access list to the instance. @importId instanceId:aclId:aclType */
    instanceAclAttachment: typeof alicloud.apigateway.InstanceAclAttachment;
  }
}

/**
 * A dedicated gateway instance with its access list. It is billed from its creation to its deletion, with or
 * without calls. The creation takes some minutes.
 *
 * @example
 * ```ts
 * import { GatewayInstance, VpcApi } from "alicloud-vpc-api";
 *
 * const { instanceId } = new GatewayInstance("gateway", {
 *   zoneId: "cn-hangzhou-MAZ6(i,j,k)",
 *   accessList: { allow: ["203.0.113.0/24"] },
 * });
 * for (const name of ["shop", "blog"]) {
 *   new VpcApi(name, {
 *     gateway: { existing: instanceId },
 *     group: { groupName: name },
 *     routes: { "get-home": { path: "/", auth: "anonymous" } },
 *   });
 * }
 * ```
 */
export class GatewayInstance extends Component<PlannedGatewayInstance> {
  /** The instance. */
  readonly instance: alicloud.apigateway.Instance;
  /**
   * ID of the instance, `apigateway-…`. Known after the access list is in effect, so that nobody can call
   * before.
   */
  readonly instanceId: pulumi.Output<string>;
  /** Access list. Undefined if none is set. */
  readonly accessControlList: alicloud.apigateway.AccessControlList | undefined;

  /** @throws ArgumentError with every problem in the arguments, before any resource is registered */
  constructor(name: string, args: GatewayInstanceArgs, opts?: pulumi.ComponentResourceOptions) {
    super(gatewayInstanceDefinition, name, args, opts);
    this.instance = this.create();
    const list = this.plan.accessList && this.control(this.plan.accessList);
    this.accessControlList = list?.list;
    // Not the ID of the attachment: that of a new one is unknown at preview, which would replace the group.
    this.instanceId = pulumi
      .all([this.instance.id, list?.attachment.aclType])
      .apply(([instanceId]) => instanceId);
    this.registerProperties("instanceId");
  }

  private create(): alicloud.apigateway.Instance {
    const { subscription, accessList: _, ...settings } = this.plan;
    const payment = subscription
      ? { paymentType: "Subscription", pricingCycle: subscription.period, duration: subscription.duration }
      : { paymentType: "PayAsYouGo" };
    const args: alicloud.apigateway.InstanceArgs = { ...settings, ...payment, instanceType: "normal" };
    // The cloud refuses to delete a subscription instance and releases it at the end of the subscription.
    const options = { retainOnDelete: subscription !== undefined };
    return child(this, "gatewayInstance", alicloud.apigateway.Instance, "gateway", args, options);
  }

  private control({ listName, aclType, cidrs }: PlannedAccessList) {
    const { AccessControlList, AclEntryAttachment, InstanceAclAttachment } = alicloud.apigateway;
    const list = uniqueChild(
      this,
      "accessControlList",
      AccessControlList,
      "access-list",
      { accessControlListName: listName, addressIpVersion: "ipv4" },
      // The entries are separate resources. This component does not manage their copy here.
      { ignoreChanges: ["aclEntrys"] },
    );
    const entries = cidrs.map((cidr) => {
      const name = `access-${cidr.replace("/", "-")}`;
      // The list has each entry once.
      return uniqueChild(this, "aclEntryAttachment", AclEntryAttachment, name, {
        aclId: list.id,
        entry: cidr,
      });
    });
    // An instance has one list.
    const attachment = uniqueChild(
      this,
      "instanceAclAttachment",
      InstanceAclAttachment,
      "access-attachment",
      { instanceId: this.instance.id, aclId: list.id, aclType },
      // Waits for the entries, because the effect of a list without entries is undefined.
      { dependsOn: entries },
    );
    return { list, attachment };
  }
}
