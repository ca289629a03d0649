import type { Problem, VpcApiArgs } from "../../../components";
import { planOrThrow } from "../../../components/component/component";
import { parse } from "../../../components/validation/parse";
import { Problems } from "../../../components/validation/problems";
import type { VpcApiPlan } from "../../../components/vpcApi/plan";
import { planVpcApi, vpcApiDefinition } from "../../../components/vpcApi/plan";

/** What a `VpcApi` decides from its arguments. */
export const resolveArgs = (args: VpcApiArgs, name = "shop"): VpcApiPlan =>
  planOrThrow(vpcApiDefinition, name, args);

/** The problems that a `VpcApi` reports in its arguments. Throws what stops a check. */
export function problemsIn(args: unknown, name = "shop"): readonly Problem[] {
  const problems = new Problems();
  planVpcApi(name, parse(args as VpcApiArgs, "VpcApiArgs", problems), problems);
  return problems.list;
}
