import { unlessListed } from "../../core/exceptions";
import { strings } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { formerClbType, clbType as type } from "./backEnds";
import { checkClbNetwork, clbNetworkReads } from "./clbNetwork";
import { clb } from "./exampleResources";

const reads = ["loadBalancerName", "name", ...clbNetworkReads];

export const clbAddressTypeIntranet = resourceRule({
  name: "clb-address-type-intranet",
  title: "CLB is intranet",
  description: "The address type of a CLB is intranet, unless the option publicLoadBalancers lists it.",
  why:
    "API Gateway calls a CLB in a VPC by its private address, so a CLB behind it needs no public one. The " +
    "rule evaluates each CLB before it is created or updated, so it also works with --skip-preview. It " +
    "cannot know whether the gateway calls the CLB, so it is advisory: set its level to mandatory if all " +
    "CLBs of your stacks are back ends.",
  severity: "high",
  level: "advisory",
  tags: ["slb-no-public-ip"],
  coveredBy: ["clb-backend-address-type-intranet"],
  hint: 'Set addressType to "intranet", or list the CLB in publicLoadBalancers if it is public on purpose.',
  argument: 'balancer: { kind: "clb" }',
  type,
  otherTypes: [formerClbType],
  reads: { [type]: reads, [formerClbType]: reads },
  options: {
    publicLoadBalancers: strings(
      [],
      "CLBs that are public on purpose, by loadBalancerName or resource name.",
    ),
  },
  evaluate(balancer, { publicLoadBalancers }) {
    const [loadBalancerName, name] = [balancer.get("loadBalancerName"), balancer.get("name")];
    const names = { resource: balancer.name, loadBalancerName, name };
    return unlessListed("publicLoadBalancers", publicLoadBalancers, names, () => checkClbNetwork(balancer));
  },
  examples: { fails: [clb({ addressType: "internet" })], passes: [clb()] },
});
