import type { Claim } from "../component/claims";
import { claimTarget } from "../gateway/access/plan";
import { isTarget } from "../service/existingService";
import { isObject } from "../validation/types";
import type { VpcApiArgs } from "./args";

/**
 * Values in the arguments that another component of the program might also use.
 *
 * @param instance - the gateway instance that serves the group
 */
export function listVpcApiClaims(args: VpcApiArgs, instance: unknown): Claim[] {
  const { group, apps, domains, service, network, access } = args;
  const claim = (kind: Claim["kind"], property: string, value: unknown, place: unknown[] = []): Claim[] =>
    typeof value === "string" ? [{ kind, value: [value, ...place], property, words: `"${value}"` }] : [];
  const basePath = (isObject(group) && group.basePath) || "/";
  const appNames = isObject(apps) ? Object.keys(apps) : [];
  const existing = isObject(service) && access === undefined ? service.existing : undefined;
  const target =
    isObject(existing) && isTarget(existing)
      ? [claimTarget({ vpcId: network?.existing?.vpcId ?? "", ...existing }, "service.existing.target")]
      : [];
  return [
    ...claim("group", "group.groupName", isObject(group) ? group.groupName : undefined),
    ...appNames.flatMap((app) => claim("app", `apps[${JSON.stringify(app)}]`, app)),
    ...(Array.isArray(domains) ? domains : []).flatMap((one, index) =>
      claim("domain", `domains[${index}]`, isObject(one) ? one.domain : one, [basePath, instance]),
    ),
    ...(args.accessLog
      ? [{ kind: "accessLog", value: [], property: "accessLog", words: "This log" } as const]
      : []),
    ...target,
  ];
}
