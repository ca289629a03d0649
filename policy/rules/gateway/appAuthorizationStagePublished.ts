import { type Evaluation, stackRule } from "../../core/rule";
import type { StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { all, complies, undecided, type Verdict, violates } from "../../core/verdict";
import { api, group } from "./exampleResources";
import { Stages, stageReads, apiType as type } from "./stages";

const attachmentType = "alicloud:apigateway/appAttachment:AppAttachment";
const authorizationType = "pulumi-nodejs:dynamic/alicloud-vpc-api:Authorization";
const property = "stageName";

const unknownApi = undecided("its API is unknown at preview");

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
  title: "App is authorized where the API is published",
  description: "An app is authorized for an API only in environments where the API is published.",
  why: "The gateway refuses to authorize an app for an API in an environment where the API is not published.",
  severity: "medium",
  level: "mandatory",
  tags: [],
  hint: "Publish the API in this environment, or authorize the app in another one.",
  argument: "stages",
  type,
  reads: {
    ...stageReads,
    [attachmentType]: ["apiId", property],
    [authorizationType]: ["apis", "stage"],
  },
  options: {},
  evaluate(stack): Evaluation[] {
    const stages = new Stages(stack);
    const single = stack.ofType(attachmentType).map((resource) => {
      const apis = stack.findReferenced(resource, "apiId", type, ["apiId", "id"]);
      if (apis.length === 0 && isUnknown(resource.get("apiId"))) return { resource, ...unknownApi };
      return { resource, ...checkStage(apis, stages, property, resource.get(property)) };
    });
    const several = stack.ofType(authorizationType).map((resource) => {
      const apis = resource.dependencies("apis").filter((node) => node.type === type);
      if (apis.length === 0 && isUnknown(resource.get("apis"))) return { resource, ...unknownApi };
      return { resource, ...checkStage(apis, stages, "stage", resource.get("stage")) };
    });
    return [...single, ...several];
  },
  examples: {
    fails: [group(), api({ groupId: { ref: "shop" }, stageNames: ["RELEASE"] }), attachment("TEST")],
    passes: [group(), api({ groupId: { ref: "shop" }, stageNames: ["RELEASE"] }), attachment("RELEASE")],
  },
});

function checkStage(apis: readonly StackResource[], stages: Stages, path: string, actual: unknown): Verdict {
  return all(
    apis.map((node) => {
      const published = stages.of(node);
      if (isUnknown(actual) || (stages.hasUnknown(node) && !published.has(String(actual))))
        return undecided(`an environment of ${node.name} or of its authorization is unknown at preview`);
      // An API that the stack does not publish may be published elsewhere.
      if (published.size === 0 || published.has(String(actual))) return complies;
      const expected = `${[...published].join(" or ")}, where ${node.name} is published`;
      return violates({ property: path, actual, expected });
    }),
  );
}
