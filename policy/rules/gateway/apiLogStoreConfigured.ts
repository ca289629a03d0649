import { groupType as type } from "../../binders/bindings";
import { flag } from "../../core/options";
import { type Judgement, stackRule } from "../../core/rule";
import { complies, violates } from "../../core/verdict";
import { group } from "./exampleResources";

const logType = "alicloud:apigateway/logConfig:LogConfig";
const log = {
  type: logType,
  name: "log",
  props: { logType: "PROVIDER", slsProject: "shop-log", slsLogStore: "api-gateway" },
};

export const apiLogStoreConfigured = stackRule({
  name: "api-log-store-configured",
  title: "Calls are logged",
  description:
    "A stack with API groups says where the gateway of its region logs calls, or that another one does.",
  why:
    "Without a log nobody can tell afterwards who called what, nor why a call failed. A region has one log for all " +
    "groups, so one stack makes it for all.",
  severity: "medium",
  level: "advisory",
  tags: [
    "api-gateway-group-log-enabled",
    "AwsSolutions-APIG1",
    "AwsSolutions-APIG6",
    "APIGateway.1",
    "APIGateway.9",
  ],
  remedy: "Make a LogConfig, or set logConfigManagedElsewhere.",
  argument: "accessLog: {}",
  type,
  reads: { [type]: ["name"], [logType]: ["slsProject", "slsLogStore"] },
  options: { logConfigManagedElsewhere: flag(false, "Whether another stack makes the region's LogConfig.") },
  judge(stack, { logConfigManagedElsewhere }): Judgement[] {
    const [resource] = stack.ofType(type);
    if (logConfigManagedElsewhere || !resource) return [];
    const property = "name";
    const missing = violates({
      property,
      seen: resource.at(property),
      wanted: "the name of a group in a stack with a LogConfig that has project and Logstore",
    });
    // Set is enough: what comes from a project and a Logstore of the stack is known later.
    const isSet = (value: unknown) => value !== undefined && value !== "";
    const logs = stack
      .ofType(logType)
      .some((one) => isSet(one.at("slsProject")) && isSet(one.at("slsLogStore")));
    return [{ resource, ...(logs ? complies : missing) }];
  },
  examples: { fails: [group()], passes: [group(), log] },
});
