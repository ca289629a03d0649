import { isUnknown } from "../../core/facts";
import { strings } from "../../core/options";
import { type Judgement, stackRule } from "../../core/rule";
import type { Node, Stack } from "../../core/stack";
import { complies, undecided, type Verdict, violates } from "../../core/verdict";
import { access, api } from "./exampleResources";
import { apiType as type } from "./stages";

const accessType = "alicloud:apigateway/vpcAccess:VpcAccess";
const property = "httpVpcServiceConfig.name";

export const apiVpcBackendAuthorised = stackRule({
  name: "api-vpc-backend-authorised",
  title: "A back end in a VPC is authorized",
  description: "A back end in a VPC names a VPC access authorization that there is.",
  why: "The gateway reaches a VPC by an authorization alone. Without it, the API is refused or its calls fail.",
  severity: "high",
  level: "advisory",
  tags: [],
  remedy: "Make a VpcAccess of this name, or name it in externalVpcAccess where another stack makes it.",
  argument: "routes names the component's own authorization",
  type,
  reads: { [type]: ["serviceType", property], [accessType]: ["name"] },
  options: { externalVpcAccess: strings([], "Names of authorizations that other stacks make.") },
  judge(stack, { externalVpcAccess }): Judgement[] {
    const all = stack.ofType(accessType);
    const later = all.filter((one) => isUnknown(one.at("name")));
    return stack.ofType(type).flatMap((resource) => {
      const serviceType = resource.at("serviceType");
      if (serviceType !== "HTTP-VPC" && !isUnknown(serviceType)) return [];
      const verdict = verdictOf(stack, resource, externalVpcAccess, later);
      const isSafe = verdict.violations.length === 0 || !isUnknown(serviceType);
      return [{ resource, ...(isSafe ? verdict : undecided("serviceType is not known yet")) }];
    });
  },
  examples: { fails: [api()], passes: [api(), access()] },
});

function verdictOf(
  stack: Stack,
  resource: Node,
  external: readonly string[],
  later: readonly Node[],
): Verdict {
  const name = resource.at(property);
  if (isUnknown(name)) {
    const isOfStack = resource.from(property).some(({ type: other }) => other === accessType);
    return isOfStack ? complies : undecided(`${property} is not known yet`);
  }
  const named = stack.named(resource, property, accessType, ["name"]);
  if (external.some((each) => each === name) || named.some((one) => resource.isNear(one))) return complies;
  const [elsewhere] = named;
  if (elsewhere) return undecided(`the region of ${elsewhere.name} is not known`);
  const unnamed = name === undefined ? undefined : later.find((one) => resource.isNear(one) !== false);
  if (unnamed) return undecided(`the name of ${unnamed.name} is not known yet`);
  return violates({ property, seen: name, wanted: "the name of a VPC access authorization in its region" });
}
