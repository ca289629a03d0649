import type { PackConfiguration } from "../core/configuration";
import type { Rule } from "../core/rule";
import type { DomainBindingType } from "./bindingTypes";

/** Adds domain bindings to the configuration of each rule that has this option and does not set it. */
export function addDomainBindings(
  config: PackConfiguration,
  domainBindings: readonly DomainBindingType[],
  rules: readonly Rule[],
): PackConfiguration {
  if (domainBindings.length === 0) return config;
  const withOption = rules.filter(({ options }) => "domainBindings" in options);
  const each = withOption.map(({ name }) => {
    const own = config[name] ?? {};
    return [
      name,
      { domainBindings, ...(typeof own === "string" ? { enforcementLevel: own } : own) },
    ] as const;
  });
  return { ...config, ...Object.fromEntries(each) };
}
