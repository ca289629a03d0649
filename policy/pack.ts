import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Analyzer } from "./core/analyzer";
import type { PackConfiguration, Profile } from "./core/configuration";
import type { Rule } from "./core/rule";
import { serve } from "./core/server";
import type { DomainBindingType } from "./domains/bindingTypes";
import { addDomainBindings } from "./domains/configuration";
import { rules as allRules } from "./rules";

/** Arguments of a policy pack. */
export interface VpcApiPolicyPackArgs {
  /** The rules. @default all rules of this package */
  rules?: readonly Rule[];
  /**
   * Levels, options and exemptions by rule name; `all` is the level of all rules. The configuration of a run overrides it.
   *
   * @default the default of each rule
   */
  config?: PackConfiguration;
  /**
   * `gateway-only` evaluates security group rules and public back ends only where the gateway leads to them; `everything`
   * evaluates all of them. The option `profile` of a rule in the configuration of a run overrides it.
   *
   * @default "gateway-only"
   */
  profile?: Profile;
  /**
   * Further resource types that bind domains to groups, for every rule with the option `domainBindings` that `config`
   * does not set. A configuration file must repeat them for each rule, because the engine passes each rule its own options only.
   *
   * @default none
   */
  domainBindings?: readonly DomainBindingType[];
}

let servedPack: string | undefined;

/**
 * The policy pack, with all rules or those you choose. It serves the engine that has started this process; a process serves
 * one pack. The version is that of the package.json of the folder with PulumiPolicy.yaml.
 *
 * @example
 * ```ts
 * import { VpcApiPolicyPack } from "alicloud-vpc-api-policy";
 *
 * new VpcApiPolicyPack("our-rules", { config: { all: "advisory", "sg-ingress-not-world": "mandatory" } });
 * ```
 */
export class VpcApiPolicyPack {
  /**
   * @param name name of the pack in Pulumi: 1 to 100 letters, digits, hyphens, underscores or periods
   * @throws ConfigurationError with every problem of the configuration
   * @throws Error if the name is invalid, the package has no version, or this process already serves a pack
   */
  constructor(
    readonly name = "alicloud-vpc-api",
    { rules = allRules, config = {}, profile, domainBindings = [] }: VpcApiPolicyPackArgs = {},
  ) {
    if (!/^[\w.-]{1,100}$/.test(name)) {
      throw new Error(`name: "${name}" is invalid. Use 1 to 100 letters, digits, "-", "_" or ".".`);
    }
    if (servedPack !== undefined) {
      throw new Error(
        `name: "${name}" is a second pack, but the process serves "${servedPack}". Create one pack for each folder.`,
      );
    }
    const version = readVersion();
    const pack = {
      name,
      version,
      displayName: "Services in a VPC behind API Gateway",
      description: "Rules for services in a VPC behind Alibaba Cloud API Gateway.",
      tags: ["alicloud", "api-gateway", "vpc"],
    };
    serve(
      new Analyzer(pack, rules, addDomainBindings(config, domainBindings, rules), undefined, profile),
      version,
    );
    servedPack = name;
  }
}

/** The engine starts a pack in its own folder. */
function readVersion(): string {
  const file = resolve("package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version?: unknown };
  if (typeof version === "string" && version !== "") return version;
  throw new Error(`version: is missing in ${file}. Set it: Pulumi identifies a pack by name and version.`);
}
