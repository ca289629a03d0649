import type { ResourceView } from "../../core/rule";
import { complies, type Verdict, violates, whenKnown } from "../../core/verdict";

/** Properties that determine whether a CLB is intranet. */
export const clbNetworkReads = ["addressType", "vswitchId"] as const;

/** Checks that a CLB is intranet. The default address type is intranet only with a vSwitch. Source: CreateLoadBalancer. */
export function checkClbNetwork(balancer: ResourceView, because = ""): Verdict {
  const property = "addressType";
  return whenKnown(property, balancer.get(property), (actual) => {
    const inVSwitch = balancer.get("vswitchId") !== undefined && balancer.get("vswitchId") !== "";
    if (actual === "intranet" || (actual === undefined && inVSwitch)) return complies;
    return violates({ property, actual, expected: `"intranet"${because}` });
  });
}
