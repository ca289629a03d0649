import { unlessListed } from "../../core/exceptions";
import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { all } from "../../core/verdict";
import { nlbType as type } from "./backEnds";
import { nlb } from "./exampleResources";
import { checkAddressType, checkPublicAccess, publicAccessReads } from "./publicAccess";

export const nlbAddressTypeIntranet = resourceRule({
  name: "nlb-address-type-intranet",
  title: "NLB is intranet",
  description: "The address type of an NLB is intranet, unless the option publicLoadBalancers lists it.",
  why:
    "API Gateway calls an NLB in a VPC by its private address, so an NLB behind it needs no public one. " +
    "The rule evaluates each NLB before it is created or updated, so it also works with --skip-preview. " +
    "It cannot know whether the gateway calls the NLB, so it is advisory: set its level to mandatory if " +
    "all NLBs of your stacks are back ends.",
  severity: "high",
  level: "advisory",
  tags: [],
  coveredBy: ["nlb-backend-no-public-exposure"],
  hint: 'Set addressType to "Intranet", or list the NLB in publicLoadBalancers if it is public on purpose.',
  type,
  reads: { [type]: ["loadBalancerName", ...publicAccessReads] },
  options: {
    publicLoadBalancers: strings(
      [],
      "NLBs that are public on purpose, by loadBalancerName or resource name.",
    ),
  },
  evaluate(balancer, { publicLoadBalancers }) {
    const names = { name: balancer.name, loadBalancerName: balancer.get("loadBalancerName") };
    return unlessListed("publicLoadBalancers", publicLoadBalancers, names, () =>
      all([checkAddressType(balancer), checkPublicAccess(balancer)]),
    );
  },
  examples: { fails: [nlb({ addressType: "Internet" })], passes: [nlb()] },
});
