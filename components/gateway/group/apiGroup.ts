import * as pulumi from "@pulumi/pulumi";
import * as alicloud from "../../alicloud";
import { type ComponentArgs, childrenOf, type Nodes } from "../../component/children";
import { claimUnique } from "../../component/claims";
import { argumentsOf } from "../../component/knownOutputs";
import { childOf, componentType } from "../../component/options";
import { resolvePart } from "../../component/part";
import { checkDescription, checkName } from "../../validation/names";
import type { Problems } from "../../validation/problems";
import { sharedInstanceId } from "../access/args";
import { declarePlace } from "./groupPlace";

/** Arguments of {@link ApiGroup}. */
export interface ApiGroupArgs extends ComponentArgs {
  /** Name of the group: 4 to 50 letters, digits, hyphens or underscores, a letter first; unique in the account. */
  groupName: string;
  /** What every path of the group begins with. @default "/" */
  basePath?: string;
  /** At most 180 characters. The provider can change one, but not remove it again. @default none */
  description?: string;
  /**
   * Gateway instance that serves the group. A change replaces the group, its APIs and its domain, and interrupts the
   * service.
   *
   * @default "api-shared-vpc-001"
   */
  instanceId?: pulumi.Input<string>;
  /**
   * Whether the group has a domain for callers in VPCs of its region, which intranet domains are resolved to.
   *
   * @default true in a VpcApi with an intranet domain, else false
   */
  vpcIntranetEnable?: boolean;
}

/** A group, apart from what is said of its children. */
export type VpcApiGroupArgs = Omit<ApiGroupArgs, keyof ComponentArgs>;

export function checkApiGroup(args: VpcApiGroupArgs, problems: Problems): void {
  checkName("group", args.groupName, problems, "groupName");
  checkDescription(args.description ?? "", problems);
  const basePath = args.basePath ?? "/";
  if (!/^\/$|^(\/(?!\.\.?(\/|$))[\w\-.]+)+$/.test(basePath)) {
    problems.add(
      "basePath",
      `"${basePath}" is not a base path.`,
      "Use / or for example /shop, without a slash at the end.",
    );
  }
}

/** An API group: APIs with one base path, one domain and one gateway instance. */
export class ApiGroup extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /** The group. */
  readonly group: alicloud.apigateway.Group;
  /** Id of the group: 32 hexadecimal digits. */
  readonly groupId: pulumi.Output<string>;
  /**
   * The group's public second-level domain. It is for tests: 1,000 calls a day in regions of the Chinese
   * mainland, 100 elsewhere.
   */
  readonly subDomain: pulumi.Output<string>;
  /** The group's domain for callers in VPCs; empty unless `vpcIntranetEnable`. */
  readonly vpcDomain: pulumi.Output<string>;
  /** The gateway instance that serves it. */
  readonly instanceId: pulumi.Output<string>;

  /** @throws ArgumentError with every problem in the arguments, before anything is registered */
  constructor(name: string, args: ApiGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    args = argumentsOf(args, opts);
    resolvePart({ type: "ApiGroup", name, args }, (problems, args) => checkApiGroup(args, problems));
    const { groupName } = args;
    claimUnique({ type: "ApiGroup", name }, opts, [
      { kind: "group", value: [groupName], property: "groupName", words: `"${groupName}"` },
    ]);
    const { options, nodes } = childrenOf(name, args, opts);
    super(componentType("ApiGroup"), name, {}, options);
    this.nodes = nodes;
    this.group = new alicloud.apigateway.Group(
      `${name}-group`,
      {
        name: args.groupName,
        basePath: args.basePath ?? "/",
        description: args.description ?? "",
        instanceId: args.instanceId ?? sharedInstanceId,
        ...(args.vpcIntranetEnable === undefined ? {} : { vpcIntranetEnable: args.vpcIntranetEnable }),
      },
      childOf(this),
    );
    this.groupId = this.group.id;
    declarePlace(this.groupId, {
      basePath: args.basePath ?? "/",
      instanceId: args.instanceId ?? sharedInstanceId,
    });
    this.subDomain = this.group.subDomain;
    this.vpcDomain = this.group.vpcDomain;
    this.instanceId = this.group.instanceId;
    this.registerOutputs({
      groupId: this.groupId,
      subDomain: this.subDomain,
      vpcDomain: this.vpcDomain,
      instanceId: this.instanceId,
    });
  }
}
