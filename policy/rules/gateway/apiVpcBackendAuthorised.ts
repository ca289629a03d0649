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
  judge: (stack, { externalVpcAccess }): Judgement[] =>
    stack
      .ofType(type)
      .filter((resource) => resource.at("serviceType") === "HTTP-VPC")
      .map((resource) => ({ resource, ...verdictOf(stack, resource, externalVpcAccess) })),
  examples: { fails: [api()], passes: [api(), access()] },
});

function verdictOf(stack: Stack, resource: Node, external: readonly string[]): Verdict {
  const name = resource.at(property);
  const all = stack.ofType(accessType);
  const isFound =
    external.includes(String(name)) ||
    (isUnknown(name)
      ? resource.from(property).some(({ type: other }) => other === accessType)
      : all.some((one) => one.at("name") === name));
  if (isFound) return complies;
  if (isUnknown(name)) return undecided(`${property} is not known yet`);
  const later = all.find((one) => isUnknown(one.at("name")));
  if (later && name !== undefined) return undecided(`the name of ${later.name} is not known yet`);
  return violates({ property, seen: name, wanted: "the name of a VPC access authorization" });
}
