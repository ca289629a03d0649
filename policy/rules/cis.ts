import type { Framework } from "../core/rule";

/** Recommendations of the CIS Alibaba Cloud Foundation Benchmark that rules cover, by number. */
const recommendations = {
  "3.1": "Ensure legacy networks does not exist",
  "3.2": "Ensure that SSH access is restricted from the internet",
  "3.3": "Ensure VPC flow logging is enabled in all VPCs",
  "3.5": "Ensure the security group are configured with fine grained rules",
  "4.2": "Ensure that 'Virtual Machine's disk' are encrypted",
} as const;

/** Returns a recommendation of the CIS Alibaba Cloud Foundation Benchmark. A policy can have one. */
export const cis = (reference: keyof typeof recommendations): Framework => ({
  name: "CIS Alibaba Cloud Foundation Benchmark",
  version: "2.0.0",
  reference,
  specification: recommendations[reference],
});
