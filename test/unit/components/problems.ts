import type { Mistake, VpcApiArgs } from "../../../components";
import { resolvePart } from "../../../components/component/part";
import { checkShape } from "../../../components/validation/parse";
import { Mistakes } from "../../../components/validation/problems";
import {
  type ResolvedVpcApi,
  resolveVpcApi,
  vpcApiInside,
  vpcApiKeys,
} from "../../../components/vpcApi/args";

/** What a `VpcApi` decides from its arguments. */
export function resolveArgs(args: VpcApiArgs, name = "shop"): ResolvedVpcApi {
  const part = { type: "VpcApi", name, args, keys: vpcApiKeys, inside: vpcApiInside };
  return resolvePart(part, (mistakes, checked) => resolveVpcApi(name, checked, mistakes));
}

/** The problems that a `VpcApi` reports in its arguments. Throws what stops a check. */
export function problemsIn(args: unknown, name = "shop"): readonly Mistake[] {
  const mistakes = new Mistakes();
  const checked = checkShape(args, { keys: vpcApiKeys, inside: vpcApiInside }, mistakes);
  resolveVpcApi(name, checked as VpcApiArgs, mistakes);
  return mistakes.list;
}
