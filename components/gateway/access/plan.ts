import type * as pulumi from "@pulumi/pulumi";
import type { Claim } from "../../component/claims";
import type { ComponentDefinition } from "../../component/component";
import { checkHost } from "../../validation/hostname";
import { checkName } from "../../validation/names";
import type { Problems } from "../../validation/problems";
import { sharedInstanceId } from "../group/plan";
import type { GatewayAccessArgs, NewGatewayAccess, SharedAccess } from "./args";

export interface GatewayAccessPlan
  extends Pick<SharedAccess, "securityGroupId" | "servicePort">,
    Required<Pick<NewGatewayAccess, "instanceId" | "ipv6">> {
  created: NewGatewayAccess | undefined;
  existing: SharedAccess | undefined;
}

export const gatewayAccessDefinition: ComponentDefinition<GatewayAccessArgs, GatewayAccessPlan> = {
  type: "GatewayAccess",
  packages: () => ["pulumi-nodejs"],
  isInNames: true,
  plan: planGatewayAccess,
  claims: ({ created }) => (created ? listClaims(created) : []),
};

export function planGatewayAccess(args: GatewayAccessArgs, problems: Problems): GatewayAccessPlan {
  const { instanceId = sharedInstanceId } = args;
  if (args.existing === undefined) {
    if (typeof args.accessName === "string") checkName("vpcAccess", args.accessName, problems, "accessName");
    if (args.host !== undefined) checkHost(args.host, problems, "host");
  } else checkSharedAccess(args.existing, problems.under("existing"));
  const [created, existing] = args.existing === undefined ? [args] : [undefined, args.existing];
  const { securityGroupId, servicePort = created?.port ?? 0 } = created ?? (existing as SharedAccess);
  return {
    created,
    existing,
    instanceId,
    securityGroupId,
    servicePort: securityGroupId === undefined ? undefined : servicePort,
    ipv6: created?.ipv6 ?? false,
  };
}

export function checkSharedAccess(access: SharedAccess, problems: Problems): void {
  const { servicePort, securityGroupId } = access;
  if (securityGroupId !== undefined && servicePort === undefined) {
    const hint = "Set it to the port of the service on its instances.";
    problems.add("servicePort", "is missing, but securityGroupId is set.", hint);
  }
}

/** Values that no other authorization of the program may have. */
function listClaims({ accessName, vpcId, target, port }: NewGatewayAccess): Claim[] {
  return [
    { kind: "access", value: [accessName], property: "accessName", words: describeInput(accessName) },
    claimTarget({ vpcId, target, port }, "target"),
  ];
}

/** An ID identifies a target in every VPC, and so does the same Output. An address also needs its VPC. */
export function claimTarget(
  { vpcId, target, port }: Pick<NewGatewayAccess, "vpcId" | "target" | "port">,
  property: string,
): Claim {
  const isAddress = typeof target === "string" && !/^(i|lb)-/.test(target);
  const value = isAddress ? [target, port, vpcId] : [target, port];
  return { kind: "target", value, property, words: `${describeInput(target)} on port ${port}` };
}

const describeInput = (input: pulumi.Input<string>): string =>
  typeof input === "string" ? `"${input}"` : "This output";
