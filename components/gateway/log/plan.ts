import type { ComponentDefinition } from "../../component/component";
import type { Tags } from "../../component/tags";
import type { Problems } from "../../validation/problems";
import type { AccessLogArgs, SharedAccessLog, VpcApiAccessLogArgs } from "./args";

export interface AccessLogPlan {
  log: PlannedAccessLog;
  tags: Tags;
}

export const accessLogDefinition: ComponentDefinition<AccessLogArgs, AccessLogPlan> = {
  type: "AccessLog",
  plan: (args, problems, name) => ({ log: planAccessLog(name, args, problems), tags: args.tags ?? {} }),
  claims: () => [{ kind: "accessLog", value: [], property: "", words: "This log" }],
  packages: ({ log }) => ("existing" in log || log.project !== undefined ? [] : ["random"]),
};

export type PlannedAccessLog =
  | SharedAccessLog
  | { project: string | undefined; prefix: string; store: string; retentionDays: number };

export function planAccessLog(name: string, args: VpcApiAccessLogArgs, problems: Problems): PlannedAccessLog {
  if (args.existing) return { existing: args.existing };
  const { project, store = "api-gateway", retentionDays = 30 } = args;
  if (project !== undefined && !/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(project)) {
    const hint = "Use 3 to 63 lower-case letters, digits or hyphens, no hyphen first or last.";
    problems.add("project", `"${project}" is not a name of a log project.`, hint);
  }
  if (!/^[a-z0-9][a-z0-9_-]{1,61}[a-z0-9]$/.test(store)) {
    const characters = "lower-case letters, digits, hyphens or underscores";
    const hint = `Use 3 to 63 ${characters}, a letter or digit first and last.`;
    problems.add("store", `"${store}" is not a name of a Logstore.`, hint);
  }
  const plain = name.toLowerCase().replace(/[^a-z0-9-]/g, "-");
  return { project, prefix: `${plain.slice(0, 48)}-log`, store, retentionDays };
}
