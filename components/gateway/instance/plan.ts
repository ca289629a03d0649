import type * as pulumi from "@pulumi/pulumi";
import type { ComponentDefinition } from "../../component/component";
import { checkDistinct, checkWholeNumber } from "../../validation/names";
import type { Problems } from "../../validation/problems";
import { asBlock, planAddressList } from "../plugins/addressList";
import type {
  AccessListArgs,
  GatewayInstanceArgs,
  VpcApiGatewayArgs,
  VpcApiGatewayInstanceArgs,
} from "./args";

export interface PlannedAccessList {
  listName: string;
  aclType: "white" | "black";
  cidrs: string[];
}

export interface PlannedGatewayInstance
  extends Required<Omit<VpcApiGatewayInstanceArgs, "accessList" | "subscription">> {
  accessList: PlannedAccessList | undefined;
  subscription: VpcApiGatewayInstanceArgs["subscription"];
}

export const gatewayInstanceDefinition: ComponentDefinition<GatewayInstanceArgs, PlannedGatewayInstance> = {
  type: "GatewayInstance",
  plan: (args, problems, name) => planGatewayInstance(name, args, problems),
};

/** Maximum number of entries. Source: AddAccessControlListEntry, which accepts 50 at a time. */
const longestList = 50;
const longestListName = 30;
const longestSubscription = { month: 9, year: 3 };

/** Plans a new instance of a VpcApi. Undefined for a shared or existing one, which `instanceId` also selects. */
export function planGateway(
  name: string,
  settings: VpcApiGatewayArgs | undefined,
  instanceId: pulumi.Input<string> | undefined,
  problems: Problems,
): PlannedGatewayInstance | undefined {
  if (settings !== undefined && instanceId !== undefined) {
    problems.add("", "is set together with group.instanceId.", "Remove one of them.");
  }
  if (settings === undefined || typeof settings === "string" || "existing" in settings) return undefined;
  return planGatewayInstance(name, settings, problems);
}

export function planGatewayInstance(
  name: string,
  settings: VpcApiGatewayInstanceArgs,
  problems: Problems,
): PlannedGatewayInstance {
  const { zoneId, instanceName = name } = settings;
  const { instanceSpec = "api.s1.small", httpsPolicy = "HTTPS2_TLS1_2" } = settings;
  const zoneForm = /^[a-z]{2}-[a-z0-9-]+-MAZ\d+\([a-z](,[a-z])*\)$/;
  checkForm("zoneId", zoneId, zoneForm, "cn-hangzhou-MAZ6(i,j,k)", problems);
  checkForm("instanceName", instanceName, /^[A-Za-z0-9_-]{1,50}$/, "shop-gateway", problems);
  checkForm("instanceSpec", instanceSpec, /^api\.[a-z0-9]+\.[a-z0-9]+$/, "api.s1.small", problems);
  const { subscription } = settings;
  if (subscription) {
    const { period, duration } = subscription;
    const to = longestSubscription[period] ?? longestSubscription.month;
    const range = { from: 1, to, unit: `${period}s` };
    checkWholeNumber(duration, range, problems, "subscription.duration");
  }
  const accessList =
    settings.accessList && planAccessList(settings.accessList, instanceName, problems.under("accessList"));
  return { zoneId, instanceName, instanceSpec, httpsPolicy, subscription, accessList };
}

function checkForm(property: string, value: string, form: RegExp, example: string, problems: Problems): void {
  if (!form.test(value)) problems.add(property, `is "${value}".`, `Use for example ${example}.`);
}

function planAccessList(args: AccessListArgs, instanceName: string, problems: Problems): PlannedAccessList {
  const { property, blocks } = planAddressList(args, problems);
  const cidrs = blocks.map(asBlock);
  checkDistinct(cidrs, problems, property);
  if (cidrs.length > longestList)
    problems.add(property, `has ${cidrs.length} entries.`, `Use at most ${longestList}.`);
  const aclType = property === "allow" ? "white" : "black";
  return { listName: instanceName.slice(0, longestListName), aclType, cidrs };
}
