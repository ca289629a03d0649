import * as pulumi from "@pulumi/pulumi";
import type { ComponentDefinition } from "../component/component";
import type { Tags } from "../component/tags";
import { containsOutput } from "../validation/json";
import { checkDistinct } from "../validation/names";
import { ArgumentError, type Problems } from "../validation/problems";
import type { InstanceArgs, NginxServiceArgs, VpcApiNginxArgs } from "./args";
import { checkInstanceSettings, defaultInstanceType } from "./instanceSettings";
import { type PlacedInstance, placeInstances } from "./placement";
import { checkOwnUserData, checkUserData, type NginxUserData, nginxUserData } from "./userData";

/** Plan of the instances, independent of their network. */
export interface PlannedService {
  instances: number;
  port: number;
  userData: pulumi.Input<string>;
  instanceType: pulumi.Input<string>;
  settings: InstanceArgs;
}

export interface NginxServicePlan
  extends Omit<PlannedService, "instances">,
    Pick<NginxServiceArgs, "vpcId" | "vswitchIds" | "zoneIds"> {
  instances: PlacedInstance[];
  ipv6: boolean;
  tags: Tags;
}

export const nginxServiceDefinition: ComponentDefinition<NginxServiceArgs, NginxServicePlan> = {
  type: "NginxService",
  isInNames: true,
  plan(args, problems) {
    const { vpcId, vswitchIds, zoneIds, ipv6 = false, tags = {} } = args;
    if (vswitchIds.length === 0) problems.add("vswitchIds", "is empty.", "Add at least one vSwitch.");
    const { vswitchKeys = [] } = args;
    if (vswitchKeys.length > 0 && vswitchKeys.length !== vswitchIds.length) {
      const problem = `has ${vswitchKeys.length} keys for ${vswitchIds.length} vSwitches.`;
      problems.add("vswitchKeys", problem, "Use one key for each vSwitch, or remove it.");
    }
    checkDistinct(vswitchKeys, problems, "vswitchKeys", "Use a different key for each vSwitch.");
    const service = planService(args, vswitchIds.length, problems);
    const keys = args.vswitchKeys ?? vswitchIds.map((_, index) => String(index));
    const instances = placeInstances(service.instances, keys);
    return { ...service, instances, vpcId, vswitchIds, zoneIds, ipv6, tags };
  },
};

/** Plans the instances. `vswitches` is the default of their number. */
export function planService(args: VpcApiNginxArgs, vswitches: number, problems: Problems): PlannedService {
  const { port = 80, instanceType = defaultInstanceType } = args;
  const instances = args.instances ?? Math.max(vswitches, 1);
  checkInstanceSettings(args, problems);
  return { instances, port, userData: planUserData(args, port, problems), instanceType, settings: args };
}

const nginxOnly = ["pages", "nginxConfig", "cloudConfig"] as const;

function planUserData(settings: VpcApiNginxArgs, port: number, problems: Problems): pulumi.Input<string> {
  const { userData, pages = {}, nginxConfig, cloudConfig } = settings;
  if (userData === undefined) {
    const nginx = { port, pages, nginxConfig, cloudConfig };
    const isRight = checkUserData(nginx, problems);
    if (!isRight) return "";
    if (!containsOutput(nginx)) return nginxUserData(nginx as NginxUserData);
    return pulumi.output(nginx).apply((known) => {
      for (const name of nginxOnly) if (settings[name] !== undefined) rejectMissing(known[name], name);
      return nginxUserData(known as NginxUserData);
    });
  }
  for (const name of nginxOnly.filter((one) => settings[one] !== undefined)) {
    const hint = "Remove it: userData replaces the whole configuration.";
    problems.add(name, "is set together with userData.", hint);
  }
  checkOwnUserData(userData, problems);
  return userData;
}

/** Rejects an Output without a value, which cloud-init would read as null, or which has no text to write. */
function rejectMissing(value: unknown, path: string): void {
  if (value === undefined) {
    const hint = "Use an Output of a resource that returns it. In a test with mocks, set it in the state.";
    throw new ArgumentError(
      "NginxService",
      [{ path, problem: "is an Output without a value.", hint }],
      "later",
    );
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const index = Array.isArray(value) ? `[${key}]` : /^\w+$/.test(key) ? `.${key}` : `["${key}"]`;
    rejectMissing(inner, `${path}${index}`);
  }
}
