import { isUnknown } from "../../core/facts";
import { type Judgement, stackRule } from "../../core/rule";
import type { Node } from "../../core/stack";
import { all, complies, undecided, type Verdict, violates } from "../../core/verdict";
import { api, group } from "./exampleResources";
import { Stages, stageReads, apiType as type } from "./stages";

const attachmentType = "alicloud:apigateway/appAttachment:AppAttachment";
const authorizationType = "pulumi-nodejs:dynamic/alicloud-vpc-api:Authorization";
const property = "stageName";

const notKnown = undecided("the API that it is for is not known yet");

const attachment = (stageName: string) => ({
  type: attachmentType,
  name: "authorization",
  props: {
    appId: "100001",
    groupId: { ref: "shop" },
    apiId: { ref: "items", output: "apiId" },
    stageName,
  },
});

export const appAuthorizationStagePublished = stackRule({
  name: "app-authorization-stage-published",
  title: "An app is authorized where an API is published",
  description: "An app is authorized for an API only in an environment that the API is published in.",
  why: "The gateway refuses to authorize an app for an API in an environment where there is no such API.",
  severity: "medium",
  level: "mandatory",
  tags: [],
  remedy: "Publish the API there, or authorize the app where it is published.",
  argument: "stages",
  type,
  reads: {
    ...stageReads,
    [attachmentType]: ["apiId", property],
    [authorizationType]: ["apis", "stage"],
  },
  options: {},
  judge(stack): Judgement[] {
    const stages = new Stages(stack);
    const single = stack.ofType(attachmentType).map((resource) => {
      const apis = stack.linked(resource, "apiId", type, ["apiId", "id"]);
      if (apis.length === 0 && isUnknown(resource.at("apiId"))) return { resource, ...notKnown };
      return { resource, ...verdictOf(apis, stages, property, resource.at(property)) };
    });
    const several = stack.ofType(authorizationType).map((resource) => {
      const apis = resource.from("apis").filter((node) => node.type === type);
      if (apis.length === 0 && isUnknown(resource.at("apis"))) return { resource, ...notKnown };
      return { resource, ...verdictOf(apis, stages, "stage", resource.at("stage")) };
    });
    return [...single, ...several];
  },
  examples: {
    fails: [group(), api({ groupId: { ref: "shop" }, stageNames: ["RELEASE"] }), attachment("TEST")],
    passes: [group(), api({ groupId: { ref: "shop" }, stageNames: ["RELEASE"] }), attachment("RELEASE")],
  },
});

function verdictOf(apis: readonly Node[], stages: Stages, path: string, seen: unknown): Verdict {
  return all(
    apis.map((node) => {
      const published = stages.of(node);
      if (isUnknown(seen) || (stages.hasUnknown(node) && !published.has(String(seen))))
        return undecided(`where ${node.name} is published, or authorized for, is not known yet`);
      // Of an API that nothing in the stack publishes, somebody else decides.
      if (published.size === 0 || published.has(String(seen))) return complies;
      const wanted = `${[...published].join(" or ")}, where ${node.name} is published`;
      return violates({ property: path, seen, wanted });
    }),
  );
}
