import type { ResourceFacts } from "../../core/rule";
import { complies, type Verdict, violates, whenKnown } from "../../core/verdict";

/** What tells whether a CLB is intranet. */
export const clbNetworkReads = ["addressType", "vswitchId"] as const;

/** Without an address type, a CLB in a vSwitch is intranet, and one in none is not. Source: CreateLoadBalancer. */
export function clbNetworkVerdict(balancer: ResourceFacts, because = ""): Verdict {
  const property = "addressType";
  return whenKnown(property, balancer.at(property), (seen) => {
    const inVSwitch = balancer.at("vswitchId") !== undefined && balancer.at("vswitchId") !== "";
    if (seen === "intranet" || (seen === undefined && inVSwitch)) return complies;
    return violates({ property, seen, wanted: `"intranet"${because}` });
  });
}
