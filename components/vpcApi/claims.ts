import { type Claim, claimName } from "../component/claims";
import { claimTarget } from "../gateway/access/plan";
import { isTarget } from "../service/existingService";
import type { VpcApiArgs } from "./args";

/**
 * Values in the arguments that another component of the program might also use.
 *
 * @param instance - the gateway instance that serves the group
 */
export function listVpcApiClaims(args: VpcApiArgs, instance: unknown): Claim[] {
  const { group, apps = {}, domains = [], service, network, access, accessLog } = args;
  const { groupName, basePath = "/" } = group;
  const existing = access === undefined ? service?.existing : undefined;
  const vpcId = network?.existing?.vpcId ?? "";
  return [
    claimName("group", "group.groupName", groupName),
    ...Object.keys(apps).map((app) => claimName("app", `apps[${JSON.stringify(app)}]`, app)),
    ...domains.map((one, index) => {
      const domain = typeof one === "string" ? one : one.domain;
      return claimName("domain", `domains[${index}]`, domain, [basePath, instance]);
    }),
    ...(accessLog
      ? [{ kind: "accessLog", value: [], property: "accessLog", words: "This log" } as const]
      : []),
    ...(existing && isTarget(existing)
      ? [claimTarget({ vpcId, ...existing }, "service.existing.target")]
      : []),
  ];
}
