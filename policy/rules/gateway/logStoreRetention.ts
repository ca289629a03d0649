import { wholeNumber } from "../../core/options";
import { resolveReference } from "../../core/reference";
import { type Evaluation, stackRule } from "../../core/rule";
import type { StackResource } from "../../core/stack";
import { complies, decideIf, type Verdict, violates, whenKnown } from "../../core/verdict";
import { albType } from "../backEndTypes";
import { logAttachmentType } from "../balancer/albAccessLog";

const type = "alicloud:log/store:Store";
const property = "retentionPeriod";
/** Source: documentation of `alicloud_log_store`. */
const defaultDays = 30;

/** Properties that name the Logstore of an access log. */
const logs = {
  "alicloud:apigateway/logConfig:LogConfig": "slsLogStore",
  [albType]: "accessLogConfig.logStore",
  [logAttachmentType]: "logStore",
} as const;

const store = (props: Readonly<Record<string, unknown>>) => ({
  type,
  name: "store",
  props: { projectName: "shop-log", logstoreName: "api-gateway", ...props },
});
const log = {
  type: "alicloud:apigateway/logConfig:LogConfig",
  name: "log",
  props: {
    logType: "PROVIDER",
    slsProject: "shop-log",
    slsLogStore: { ref: "store", output: "logstoreName" },
  },
};

export const logStoreRetention = stackRule({
  name: "log-store-retention",
  title: "Access logs are kept for 90 days",
  description:
    "A Logstore with the access log of the gateway or of an ALB keeps its entries for a minimum of days.",
  why:
    "An attack is often found weeks later. Then the access log is the only record of who called which API. Without a " +
    "period, a Logstore deletes its entries after 30 days.",
  severity: "low",
  level: "advisory",
  tags: ["log_retention_is_not_greater_than_90_days"],
  hint: "Set retentionPeriod to 90 or more days.",
  argument: "accessLog: { retentionDays: 90 }",
  type,
  reads: {
    [type]: [property, "logstoreName", "name"],
    ...Object.fromEntries(Object.entries(logs).map(([logType, path]) => [logType, [path]])),
  },
  options: {
    minimumDays: wholeNumber(
      90,
      { minimum: 1, maximum: 3650 },
      "Days that a Logstore keeps its entries at least.",
    ),
  },
  evaluate(stack, { minimumDays }): Evaluation[] {
    const found = new Map<StackResource, boolean>();
    for (const [logType, path] of Object.entries(logs)) {
      for (const source of stack.ofType(logType)) {
        const { isCertain, targets } = resolveReference(stack, source, path, {
          [type]: ["logstoreName", "name"],
        });
        for (const target of targets) found.set(target, isCertain || found.get(target) === true);
      }
    }
    return [...found].map(([resource, isCertain]) => ({
      resource,
      ...decideIf(
        isCertain,
        checkDays(resource, minimumDays),
        "it is not certain that it contains an access log",
      ),
    }));
  },
  examples: { fails: [store({}), log], passes: [store({ retentionPeriod: 180 }), log] },
});

const checkDays = (store: StackResource, minimumDays: number): Verdict =>
  whenKnown(property, store.get(property), (actual) =>
    Number(actual ?? defaultDays) >= minimumDays
      ? complies
      : violates({ property, actual, expected: `${minimumDays} or more` }),
  );
