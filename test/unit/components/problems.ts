import type { Problem, VpcApiArgs } from "../../../components";
import { resolvePart } from "../../../components/component/part";
import { parse } from "../../../components/validation/parse";
import { Problems } from "../../../components/validation/problems";
import { type ResolvedVpcApi, resolveVpcApi } from "../../../components/vpcApi/args";

/** What a `VpcApi` decides from its arguments. */
export const resolveArgs = (args: VpcApiArgs, name = "shop"): ResolvedVpcApi =>
  resolvePart({ type: "VpcApi", name, args }, (problems, parsed) => resolveVpcApi(name, parsed, problems));

/** The problems that a `VpcApi` reports in its arguments. Throws what stops a check. */
export function problemsIn(args: unknown, name = "shop"): readonly Problem[] {
  const problems = new Problems();
  resolveVpcApi(name, parse(args as VpcApiArgs, "VpcApiArgs", problems), problems);
  return problems.list;
}
