import type { Stack, StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";

export const apiType = "alicloud:apigateway/api:Api";
export const publicationType = "pulumi-nodejs:dynamic/alicloud-vpc-api:Publication";

/** All environments. Source: API Gateway, DeployApi. */
export const environments = ["RELEASE", "PRE", "TEST"] as const;

/** Properties that determine in which environments an API is published. */
export const stageReads = {
  [apiType]: ["stageNames", "apiId"],
  [publicationType]: ["apis", "stage"],
} as const;

/** Indexes the environments of APIs: from `stageNames`, or from a publication. */
export class Stages {
  private readonly byApi = new Map<StackResource, Set<string>>();
  private readonly unknown = new Set<StackResource>();
  /** Whether a publication may publish any API of the stack. */
  private isOpen = false;

  constructor(stack: Stack) {
    for (const api of stack.ofType(apiType)) {
      const own = api.get("stageNames");
      for (const stage of Array.isArray(own) ? (own as unknown[]) : [own]) this.add(api, stage);
    }
    for (const publication of stack.ofType(publicationType)) {
      const apis = publication.dependencies("apis").filter((node) => node.type === apiType);
      if (apis.length === 0 && isUnknown(publication.get("apis"))) this.isOpen = true;
      for (const api of apis) this.add(api, publication.get("stage"));
    }
  }

  /** Known environments of an API. */
  of(api: StackResource): ReadonlySet<string> {
    return this.byApi.get(api) ?? new Set();
  }

  /** Whether an API may be published in further environments that are unknown at preview. */
  hasUnknown(api: StackResource): boolean {
    return this.isOpen || this.unknown.has(api);
  }

  private add(api: StackResource, stage: unknown): void {
    if (isUnknown(stage)) this.unknown.add(api);
    if (typeof stage === "string") this.byApi.set(api, (this.byApi.get(api) ?? new Set()).add(stage));
  }
}
