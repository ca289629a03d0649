import { isUnknown } from "../../core/facts";
import { strings } from "../../core/options";
import { type Judgement, stackRule } from "../../core/rule";
import type { Node } from "../../core/stack";
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
    const names = new Set([...externalVpcAccess, ...all.map((one) => one.at("name"))]);
    const later = all.find((one) => isUnknown(one.at("name")));
    return stack.ofType(type).flatMap((resource) => {
      const serviceType = resource.at("serviceType");
      if (serviceType !== "HTTP-VPC" && !isUnknown(serviceType)) return [];
      const verdict = verdictOf(resource, names, later);
      const isSafe = verdict.violations.length === 0 || !isUnknown(serviceType);
      return [{ resource, ...(isSafe ? verdict : undecided("serviceType is not known yet")) }];
    });
  },
  examples: { fails: [api()], passes: [api(), access()] },
});

function verdictOf(resource: Node, names: ReadonlySet<unknown>, later: Node | undefined): Verdict {
  const name = resource.at(property);
  if (isUnknown(name)) {
    const isOfStack = resource.from(property).some(({ type: other }) => other === accessType);
    return isOfStack ? complies : undecided(`${property} is not known yet`);
  }
  if (names.has(name) && name !== undefined) return complies;
  if (later && name !== undefined) return undecided(`the name of ${later.name} is not known yet`);
  return violates({ property, seen: name, wanted: "the name of a VPC access authorization" });
}
