import type { Problem, VpcApiArgs } from "../../../components";
import { resolvePart } from "../../../components/component/part";
import { checkShape } from "../../../components/validation/parse";
import { Problems } from "../../../components/validation/problems";
import {
  type ResolvedVpcApi,
  resolveVpcApi,
  vpcApiInside,
  vpcApiKeys,
} from "../../../components/vpcApi/args";

/** What a `VpcApi` decides from its arguments. */
export function resolveArgs(args: VpcApiArgs, name = "shop"): ResolvedVpcApi {
  const part = { type: "VpcApi", name, args, keys: vpcApiKeys, inside: vpcApiInside };
  return resolvePart(part, (problems, checked) => resolveVpcApi(name, checked, problems));
}

/** The problems that a `VpcApi` reports in its arguments. Throws what stops a check. */
export function problemsIn(args: unknown, name = "shop"): readonly Problem[] {
  const problems = new Problems();
  const checked = checkShape(args, { keys: vpcApiKeys, inside: vpcApiInside }, problems);
  resolveVpcApi(name, checked as VpcApiArgs, problems);
  return problems.list;
}
