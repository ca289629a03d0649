import { unlessNamed } from "../../core/exceptions";
import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { all } from "../../core/verdict";
import { nlbType as type } from "./backEnds";
import { nlb } from "./exampleResources";
import { addressTypeVerdict, otherWaysVerdict, waysInReads } from "./waysIn";

export const nlbAddressTypeIntranet = resourceRule({
  name: "nlb-address-type-intranet",
  title: "An NLB is intranet",
  description: "An NLB faces its VPC alone, unless it is named as one that faces the Internet on purpose.",
  why:
    "Behind API Gateway, an NLB is called by its private address. This rule looks at each NLB before it is made or " +
    "changed, so that it also stops an update without a preview.",
  severity: "high",
  level: "mandatory",
  tags: [],
  remedy:
    "Let addressType be Intranet, or name the NLB in publicLoadBalancers if the gateway does not call it.",
  type,
  reads: { [type]: ["loadBalancerName", ...waysInReads] },
  options: {
    publicLoadBalancers: strings([], "Names of NLBs, or of their resources, that face the Internet."),
  },
  judge(balancer, { publicLoadBalancers }) {
    const names = { name: balancer.name, loadBalancerName: balancer.at("loadBalancerName") };
    return unlessNamed("publicLoadBalancers", publicLoadBalancers, names, () =>
      all([addressTypeVerdict(balancer), otherWaysVerdict(balancer)]),
    );
  },
  examples: { fails: [nlb({ addressType: "Internet" })], passes: [nlb()] },
});
