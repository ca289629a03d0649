import type * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../../alicloud";
import { uniqueChild } from "../../component/children";
import { Component } from "../../component/component";
import type { ApiGroupArgs } from "./args";
import { type ApiGroupPlan, apiGroupDefinition, declareGroupPlace } from "./plan";

declare module "../../component/children" {
  interface ChildKinds {
    /** API group. @local apiGroup name */
    group: typeof alicloud.apigateway.Group;
  }
}

/** An API group: APIs with a common base path, domain and gateway instance. */
export class ApiGroup extends Component<ApiGroupPlan> {
  /** The group. */
  readonly group: alicloud.apigateway.Group;
  /** ID of the group: 32 hexadecimal digits. */
  readonly groupId: pulumi.Output<string>;
  /**
   * Public second-level domain of the group. It is for tests: 1,000 calls a day in regions of the Chinese
   * mainland, 100 elsewhere.
   */
  readonly subDomain: pulumi.Output<string>;
  /** Domain of the group for callers in VPCs. Empty unless `vpcIntranetEnable` is set. */
  readonly vpcDomain: pulumi.Output<string>;
  /** Gateway instance that serves the group. */
  readonly instanceId: pulumi.Output<string>;

  /** @throws ArgumentError with every problem in the arguments, before any resource is registered */
  constructor(name: string, args: ApiGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super(apiGroupDefinition, name, args, opts);
    const { groupName, basePath, description, instanceId, vpcIntranetEnable } = this.plan;
    this.group = uniqueChild(this, "group", alicloud.apigateway.Group, "group", {
      name: groupName,
      basePath,
      description,
      instanceId,
      vpcIntranetEnable,
    });
    this.groupId = this.group.id;
    declareGroupPlace(this.groupId, { basePath, instanceId });
    this.subDomain = this.group.subDomain;
    this.vpcDomain = this.group.vpcDomain;
    this.instanceId = this.group.instanceId;
    this.registerProperties("groupId", "subDomain", "vpcDomain", "instanceId");
  }
}
