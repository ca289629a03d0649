export type { Binder } from "./binders/binder";
export { ConfigurationError, type ConfigurationMistake, mistakesOf } from "./core/configuration";
export type { Exemption } from "./core/exemptions";
export { isUnknown, Unknown } from "./core/facts";
export type { Option, Options, ValuesOf } from "./core/options";
export { policiesOf } from "./core/policies";
export {
  type ExampleResource,
  type Judgement,
  type ResourceFacts,
  type ResourceRule,
  type Rule,
  type RuleInfo,
  resourceRule,
  type StackRule,
  stackRule,
} from "./core/rule";
export { type Node, Stack } from "./core/stack";
export type { Verdict, Violation } from "./core/verdict";
export { VpcApiPolicyPack, type VpcApiPolicyPackArgs } from "./pack";
export * from "./rules";
