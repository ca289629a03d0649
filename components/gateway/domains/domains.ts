import type * as pulumi from "@pulumi/pulumi";
import { planned } from "../../component/component";
import type { ApiGroup } from "../group/apiGroup";
import { CustomDomain } from "./customDomain";
import { customDomainDefinition, type PlannedDomain, toResourceName } from "./plan";

/** Creates the custom domains of one group, by domain. */
export function createDomains(
  name: string,
  domains: readonly PlannedDomain[],
  group: Pick<ApiGroup, "groupId" | "subDomain" | "vpcDomain">,
  opts: pulumi.ComponentResourceOptions,
): Record<string, CustomDomain> {
  return Object.fromEntries(
    domains.map((domain) => {
      const { groupId, subDomain, vpcDomain } = group;
      const plan = { ...domain, groupId, subDomain, vpcDomain };
      const bound = new CustomDomain(
        `${name}-${toResourceName(domain.domain)}`,
        planned(customDomainDefinition, plan),
        opts,
      );
      return [domain.domain, bound] as const;
    }),
  );
}
