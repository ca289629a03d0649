import type { PolicyPackConfig } from "@pulumi/policy";
import type { Rule } from "../core/rule";
import type { Binder } from "./binder";

/** A configuration in which each rule that asks what binds domains knows these binders, unless it names its own. */
export function withBinders(
  config: PolicyPackConfig,
  binders: readonly Binder[],
  rules: readonly Rule[],
): PolicyPackConfig {
  if (binders.length === 0) return config;
  const asking = rules.filter(({ options }) => "binders" in options);
  const each = asking.map(({ name }) => {
    const own = config[name] ?? {};
    return [name, { binders, ...(typeof own === "string" ? { enforcementLevel: own } : own) }] as const;
  });
  return { ...config, ...Object.fromEntries(each) };
}
