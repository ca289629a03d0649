import {
  PolicyPack,
  type PolicyPackConfig,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
} from "@pulumi/policy";
import type { Binder } from "./binders/binder";
import { withBinders } from "./binders/everywhere";
import { ConfigurationError, mistakesOf } from "./core/configuration";
import { policiesOf } from "./core/policies";
import type { Rule } from "./core/rule";
import { inPasses, sharing } from "./core/sharing";
import { checked, putBefore } from "./core/start";
import { rules as allRules } from "./rules";

/** What a pack is made of. */
export interface VpcApiPolicyPackArgs {
  /** The rules. @default all rules of this package */
  rules?: readonly Rule[];
  /** Policies of the team's own besides them. @default none */
  policies?: readonly (ResourceValidationPolicy | StackValidationPolicy)[];
  /**
   * Levels, options and exemptions by rule name; `all` is the level of all rules. What is configured for a run wins.
   *
   * @default each rule's own
   */
  config?: PolicyPackConfig;
  /**
   * What binds domains to groups besides what is known, for every rule with an option `binders` that `config` gives
   * none. In a configuration file it is repeated by rule, as the engine gives each rule its own part alone.
   *
   * @default none
   */
  binders?: readonly Binder[];
}

/**
 * The pack, to run as it is or to extend. One process serves one pack.
 *
 * @example
 * ```ts
 * import { VpcApiPolicyPack } from "alicloud-vpc-api-policy";
 *
 * new VpcApiPolicyPack("our-rules", { config: { all: "advisory", "sg-ingress-not-world": "mandatory" } });
 * ```
 */
export class VpcApiPolicyPack extends PolicyPack {
  /** @throws ConfigurationError with every mistake in the configuration */
  constructor(
    name = "alicloud-vpc-api",
    { rules = allRules, policies = [], config: configured = {}, binders = [] }: VpcApiPolicyPackArgs = {},
  ) {
    const config = withBinders(configured, binders, rules);
    const own = new Set(policies.map((policy) => policy.name));
    const forRules = Object.fromEntries(Object.entries(config).filter(([rule]) => !own.has(rule)));
    const mistakes = mistakesOf(forRules, rules);
    if (mistakes.length > 0) throw new ConfigurationError(mistakes);
    const judged = { rules: policiesOf(rules), own: policies };
    const served = putBefore(({ configure, ...judging }) => ({
      configure: checked(configure, (configured) => mistakesOf(configured, rules), own),
      ...sharing(judging, judged),
    }));
    super(
      name,
      {
        policies: inPasses(judged.rules, judged.own),
        enforcementLevel: "advisory",
        displayName: "A service in a VPC behind API Gateway",
        description: "Rules for services in a VPC behind Alibaba Cloud API Gateway, from client to instance.",
        provider: "alicloud",
        tags: ["alicloud", "api-gateway", "vpc"],
      },
      config,
    );
    served();
  }
}
