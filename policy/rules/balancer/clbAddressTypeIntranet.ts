import { unlessNamed } from "../../core/exceptions";
import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { formerClbType as formerType, clbType as type } from "./backEnds";
import { clbNetworkReads, clbNetworkVerdict } from "./clbNetwork";
import { clb } from "./exampleResources";

const reads = ["loadBalancerName", "name", ...clbNetworkReads];

export const clbAddressTypeIntranet = resourceRule({
  name: "clb-address-type-intranet",
  title: "A CLB is intranet",
  description: "A CLB faces its VPC alone, unless it is named as one that faces the Internet on purpose.",
  why:
    "Behind API Gateway, a CLB is called by its private address. This rule looks at each CLB before it is made, so that " +
    "it also stops an update without a preview.",
  severity: "high",
  level: "mandatory",
  tags: ["slb-no-public-ip"],
  remedy:
    "Let addressType be intranet, or name the CLB in publicLoadBalancers if the gateway does not call it.",
  argument: 'balancer: { kind: "clb" } makes an intranet CLB',
  type,
  formerType,
  reads: { [type]: reads, [formerType]: reads },
  options: {
    publicLoadBalancers: strings([], "Names of CLBs, or of their resources, that face the Internet."),
  },
  judge(balancer, { publicLoadBalancers }) {
    const [loadBalancerName, name] = [balancer.at("loadBalancerName"), balancer.at("name")];
    const names = { resource: balancer.name, loadBalancerName, name };
    return unlessNamed("publicLoadBalancers", publicLoadBalancers, names, () => clbNetworkVerdict(balancer));
  },
  examples: { fails: [clb({ addressType: "internet" })], passes: [clb()] },
});
