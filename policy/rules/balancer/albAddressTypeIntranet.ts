import { unlessListed } from "../../core/exceptions";
import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { all } from "../../core/verdict";
import { albType as type } from "./backEnds";
import { alb } from "./exampleResources";
import { checkAddressType, checkPublicAccess, publicAccessReads } from "./publicAccess";

export const albAddressTypeIntranet = resourceRule({
  name: "alb-address-type-intranet",
  title: "ALB is intranet",
  description: "The address type of an ALB is intranet, unless the option publicLoadBalancers lists it.",
  why:
    "API Gateway calls an ALB in a VPC by its private address, so an ALB behind it needs no public one. " +
    "The rule evaluates each ALB before it is created or updated, so it also works with --skip-preview. " +
    "It cannot know whether the gateway calls the ALB, so it is advisory: set its level to mandatory if " +
    "all ALBs of your stacks are back ends.",
  severity: "high",
  level: "advisory",
  tags: ["alb-address-type-check", "alb-address-type-intranet"],
  coveredBy: ["alb-backend-address-type-intranet", "alb-backend-no-public-exposure"],
  hint: 'Set addressType to "Intranet", or list the ALB in publicLoadBalancers if it is public on purpose.',
  argument: 'balancer: { kind: "alb" }',
  type,
  reads: { [type]: ["loadBalancerName", ...publicAccessReads] },
  options: {
    publicLoadBalancers: strings(
      [],
      "ALBs that are public on purpose, by loadBalancerName or resource name.",
    ),
  },
  evaluate(balancer, { publicLoadBalancers }) {
    const names = { name: balancer.name, loadBalancerName: balancer.get("loadBalancerName") };
    return unlessListed("publicLoadBalancers", publicLoadBalancers, names, () =>
      all([checkAddressType(balancer), checkPublicAccess(balancer)]),
    );
  },
  examples: { fails: [alb({ addressType: "Internet" })], passes: [alb()] },
});
