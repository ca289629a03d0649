import {
  PolicyPack,
  type PolicyPackConfig,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import { ConfigurationError, validateConfiguration } from "./core/configuration";
import { interceptHandlers, validateFirst } from "./core/handlers";
import { createPolicies } from "./core/policies";
import type { Rule } from "./core/rule";
import { iterateByPass, shareMessages } from "./core/sharedMessages";
import type { DomainBindingType } from "./domains/bindingTypes";
import { addDomainBindings } from "./domains/configuration";
import { rules as allRules } from "./rules";

/** Arguments of a policy pack. */
export interface VpcApiPolicyPackArgs {
  /** The rules. @default all rules of this package */
  rules?: readonly Rule[];
  /** Further policies of your own. @default none */
  policies?: readonly (ResourceValidationPolicy | StackValidationPolicy)[];
  /**
   * Levels, options and exemptions by rule name; `all` is the level of all rules. The configuration of a run overrides it.
   *
   * @default the default of each rule
   */
  config?: PolicyPackConfig;
  /**
   * Further resource types that bind domains to groups, for every rule with the option `domainBindings` that `config`
   * does not set. A configuration file must repeat them for each rule, because the engine passes each rule its own options only.
   *
   * @default none
   */
  domainBindings?: readonly DomainBindingType[];
}

/**
 * The policy pack, with all rules or those you choose. A process serves one pack.
 *
 * @example
 * ```ts
 * import { VpcApiPolicyPack } from "alicloud-vpc-api-policy";
 *
 * new VpcApiPolicyPack("our-rules", { config: { all: "advisory", "sg-ingress-not-world": "mandatory" } });
 * ```
 */
export class VpcApiPolicyPack extends PolicyPack {
  /** @throws ConfigurationError with every problem of the configuration */
  constructor(
    name = "alicloud-vpc-api",
    {
      rules = allRules,
      policies = [],
      config: configured = {},
      domainBindings = [],
    }: VpcApiPolicyPackArgs = {},
  ) {
    const config = addDomainBindings(configured, domainBindings, rules);
    const own = new Set(policies.map((policy) => policy.name));
    const forRules = Object.fromEntries(Object.entries(config).filter(([rule]) => !own.has(rule)));
    const problems = validateConfiguration(forRules, rules);
    if (problems.length > 0) throw new ConfigurationError(problems);
    const served = { rules: createPolicies(rules), own: policies };
    const endInterception = interceptHandlers(({ configure, ...handlers }) => ({
      configure: validateFirst(configure, (configured) => validateConfiguration(configured, rules), own),
      ...shareMessages(handlers, served),
    }));
    super(
      name,
      {
        policies: iterateByPass(served.rules, served.own),
        enforcementLevel: "advisory",
        displayName: "Services in a VPC behind API Gateway",
        description: "Rules for services in a VPC behind Alibaba Cloud API Gateway.",
        provider: "alicloud",
        tags: ["alicloud", "api-gateway", "vpc"],
      },
      config,
    );
    endInterception();
  }
}
