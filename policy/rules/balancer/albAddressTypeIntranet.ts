import { unlessNamed } from "../../core/exceptions";
import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { all } from "../../core/verdict";
import { albType as type } from "./backEnds";
import { alb } from "./exampleResources";
import { addressTypeVerdict, otherWaysVerdict, waysInReads } from "./waysIn";

export const albAddressTypeIntranet = resourceRule({
  name: "alb-address-type-intranet",
  title: "An ALB is intranet",
  description: "An ALB faces its VPC alone, unless it is named as one that faces the Internet on purpose.",
  why:
    "Behind API Gateway, an ALB is called by its private address. This rule looks at each ALB before it is made or " +
    "changed, so that it also stops an update without a preview.",
  severity: "high",
  level: "mandatory",
  tags: ["alb-address-type-check", "alb-address-type-intranet"],
  remedy:
    "Let addressType be Intranet, or name the ALB in publicLoadBalancers if the gateway does not call it.",
  argument: 'balancer: { kind: "alb" } makes an intranet ALB',
  type,
  reads: { [type]: ["loadBalancerName", ...waysInReads] },
  options: {
    publicLoadBalancers: strings([], "Names of ALBs, or of their resources, that face the Internet."),
  },
  judge(balancer, { publicLoadBalancers }) {
    const names = { name: balancer.name, loadBalancerName: balancer.at("loadBalancerName") };
    return unlessNamed("publicLoadBalancers", publicLoadBalancers, names, () =>
      all([addressTypeVerdict(balancer), otherWaysVerdict(balancer)]),
    );
  },
  examples: { fails: [alb({ addressType: "Internet" })], passes: [alb()] },
});
