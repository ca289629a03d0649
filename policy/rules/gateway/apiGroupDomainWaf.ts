import { bindersOption } from "../../binders/binder";
import { bindingReads, evidenceIn, groupType, readsOfBinders } from "../../binders/bindings";
import { covers, plainName } from "../../binders/domainName";
import { isUnknown } from "../../core/facts";
import { strings } from "../../core/options";
import { type Judgement, stackRule } from "../../core/rule";
import { complies, undecided, violates, whenKnown } from "../../core/verdict";
import { boundDomain, group } from "./exampleResources";

export const wafType = "alicloud:wafv3/domain:Domain";
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
    ...bindersOption,
    protectedElsewhere: strings([], "Domains that are added to the firewall outside of this stack."),
  },
  judge(stack, { binders, protectedElsewhere }): Judgement[] {
    const added = stack.ofType(wafType).map((node) => node.at("domain"));
    const names = [...added, ...protectedElsewhere].filter((it) => typeof it === "string").map(plainName);
    return evidenceIn(stack, binders)
      .bindings.filter(({ isIntranet }) => !isIntranet)
      .map(({ by, property, domain }) => ({
        resource: by,
        ...whenKnown(property, domain, (seen) => {
          if (names.some((name) => covers(name, plainName(String(seen))))) return complies;
          if (added.some(isUnknown)) return undecided("a domain of the firewall is not known yet");
          const listed = names.length > 0 ? names : undefined;
          const wanted = JSON.stringify(plainName(String(seen)));
          return violates({ property: "domain of WAF 3.0", seen: listed, wanted });
        }),
      }));
  },
  examples: { fails: [group(), boundDomain()], passes: [group(), boundDomain(), waf] },
});
