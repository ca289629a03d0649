import { binderOptions } from "../../binders/binder";
import { bindingReads, evidenceIn, groupType, readsOfBinders } from "../../binders/bindings";
import { plainName } from "../../binders/domainName";
import { isUnknown } from "../../core/facts";
import { strings } from "../../core/options";
import { type Judgement, stackRule } from "../../core/rule";
import { complies, undecided, violates, whenKnown } from "../../core/verdict";
import { boundDomain, group } from "./exampleResources";

const wafType = "alicloud:wafv3/domain:Domain";
const waf = {
  type: wafType,
  name: "waf",
  props: {
    domain: "api.example.com",
    instanceId: "waf_v3prepaid_public_cn-1",
    listen: { httpsPorts: [443] },
    redirect: { backends: ["192.0.2.10"], loadbalance: "iphash" },
  },
};

export const apiGroupDomainWaf = stackRule({
  name: "api-group-domain-waf",
  title: "A public domain is behind the web application firewall",
  description: "A domain that is bound for callers in the Internet is one of the web application firewall's.",
  why: "The gateway knows who calls; what a call carries, such as an injection, the firewall looks at.",
  severity: "low",
  level: "advisory",
  tags: ["api-gateway-group-domain-access-waf-or-waf3", "AwsSolutions-APIG3", "APIGateway.4"],
  remedy: "Add the domain to WAF 3.0, or name it in protectedElsewhere.",
  type: groupType,
  reads: { ...bindingReads, [wafType]: ["domain"] },
  readsBy: ({ binders }) => readsOfBinders(binders),
  options: {
    ...binderOptions,
    protectedElsewhere: strings([], "Domains that are added to the firewall outside of this stack."),
  },
  judge(stack, { protectedElsewhere, ...options }): Judgement[] {
    const added = stack.ofType(wafType).map((node) => node.at("domain"));
    const names = [...added, ...protectedElsewhere].filter((it) => typeof it === "string").map(plainName);
    return evidenceIn(stack, options)
      .bindings.filter(({ isIntranet }) => !isIntranet)
      .map(({ by, property, domain }) => ({
        resource: by,
        ...whenKnown(property, domain, (seen) => {
          if (names.some((name) => covers(name, plainName(String(seen))))) return complies;
          if (added.some(isUnknown)) return undecided("a domain of the firewall is not known yet");
          return violates({ property, seen, wanted: "a domain that is added to the firewall" });
        }),
      }));
  },
  examples: { fails: [group(), boundDomain()], passes: [group(), boundDomain(), waf] },
});

const covers = (name: string, domain: string): boolean =>
  name === domain || (name.startsWith("*.") && domain.endsWith(name.slice(1)));
