export {
  ConfigurationError,
  type ConfigurationProblem,
  type PackConfiguration,
  validateConfiguration,
} from "./core/configuration";
export type { Exemption } from "./core/exemptions";
export type { JsonSchema, Option, Options, OptionValues } from "./core/options";
export {
  type Evaluation,
  type ExampleResource,
  type Framework,
  type Level,
  type PlainString,
  type ResourceRule,
  type ResourceView,
  type Rule,
  type RuleInfo,
  resourceRule,
  type Severity,
  type StackRule,
  stackRule,
} from "./core/rule";
export { Stack, type StackResource } from "./core/stack";
export { isUnknown, Unknown } from "./core/values";
export type { Verdict, Violation } from "./core/verdict";
export type { DomainBindingType } from "./domains/bindingTypes";
export { VpcApiPolicyPack, type VpcApiPolicyPackArgs } from "./pack";
export * from "./rules";
