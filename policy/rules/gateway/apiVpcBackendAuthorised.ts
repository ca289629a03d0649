import { strings } from "../../core/options";
import { type Evaluation, stackRule } from "../../core/rule";
import type { Stack, StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { complies, undecided, type Verdict, violates } from "../../core/verdict";
import { access, api } from "./exampleResources";
import { apiType as type } from "./stages";

const accessType = "alicloud:apigateway/vpcAccess:VpcAccess";
const property = "httpVpcServiceConfig.name";

export const apiVpcBackendAuthorised = stackRule({
  name: "api-vpc-backend-authorised",
  title: "VPC back end is authorized",
  description: "The back end of an API in a VPC names an existing VPC access authorization.",
  why:
    "The gateway reaches a VPC only by an authorization. Without one, the gateway rejects the API, or its " +
    "calls fail.",
  severity: "high",
  level: "advisory",
  tags: [],
  hint: "Create a VpcAccess with this name, or list the name in externalVpcAccess if another stack creates it.",
  argument: "routes",
  type,
  reads: { [type]: ["serviceType", property], [accessType]: ["name"] },
  options: { externalVpcAccess: strings([], "Names of VPC access authorizations that other stacks create.") },
  evaluate(stack, { externalVpcAccess }): Evaluation[] {
    const all = stack.ofType(accessType);
    const unnamedAccesses = all.filter((one) => isUnknown(one.get("name")));
    return stack.ofType(type).flatMap((resource) => {
      const serviceType = resource.get("serviceType");
      if (serviceType !== "HTTP-VPC" && !isUnknown(serviceType)) return [];
      const verdict = checkApi(stack, resource, externalVpcAccess, unnamedAccesses);
      const isSafe = verdict.violations.length === 0 || !isUnknown(serviceType);
      return [{ resource, ...(isSafe ? verdict : undecided("serviceType is unknown at preview")) }];
    });
  },
  examples: { fails: [api()], passes: [api(), access()] },
});

function checkApi(
  stack: Stack,
  resource: StackResource,
  external: readonly string[],
  unnamedAccesses: readonly StackResource[],
): Verdict {
  const name = resource.get(property);
  if (isUnknown(name)) {
    const isOfStack = resource.dependencies(property).some(({ type: other }) => other === accessType);
    return isOfStack ? complies : undecided(`${property} is unknown at preview`);
  }
  const matches = stack.findByProperty(resource, property, accessType, ["name"]);
  if (external.some((each) => each === name) || matches.some((one) => resource.isSameRegion(one)))
    return complies;
  const [elsewhere] = matches;
  if (elsewhere) return undecided(`the region of ${elsewhere.name} is unknown`);
  const candidate =
    name === undefined ? undefined : unnamedAccesses.find((one) => resource.isSameRegion(one) !== false);
  if (candidate) return undecided(`the name of ${candidate.name} is unknown at preview`);
  return violates({
    property,
    actual: name,
    expected: "the name of a VPC access authorization in its region",
  });
}
