export { ConfigurationError, type ConfigurationProblem, validateConfiguration } from "./core/configuration";
export type { Exemption } from "./core/exemptions";
export type { Option, Options, OptionValues } from "./core/options";
export { createPolicies } from "./core/policies";
export {
  type Evaluation,
  type ExampleResource,
  type ResourceRule,
  type ResourceView,
  type Rule,
  type RuleInfo,
  resourceRule,
  type StackRule,
  stackRule,
} from "./core/rule";
export { Stack, type StackResource } from "./core/stack";
export { isUnknown, Unknown } from "./core/values";
export type { Verdict, Violation } from "./core/verdict";
export type { DomainBindingType } from "./domains/bindingTypes";
export { VpcApiPolicyPack, type VpcApiPolicyPackArgs } from "./pack";
export * from "./rules";
