import { isUnknown } from "../../core/facts";
import type { Node, Stack } from "../../core/stack";

export const apiType = "alicloud:apigateway/api:Api";
export const publicationType = "pulumi-nodejs:dynamic/alicloud-vpc-api:Publication";

/** All environments that there are. Source: API Gateway, DeployApi. */
export const environments = ["RELEASE", "PRE", "TEST"] as const;

/** What tells where an API is published. */
export const stageReads = {
  [apiType]: ["stageNames", "apiId"],
  [publicationType]: ["apis", "stage"],
} as const;

/** The environments that APIs are published in: by themselves, or by a publication. */
export class Stages {
  private readonly byApi = new Map<Node, Set<string>>();
  private readonly unknown = new Set<Node>();

  constructor(stack: Stack) {
    for (const api of stack.ofType(apiType)) {
      const own = api.at("stageNames");
      for (const stage of Array.isArray(own) ? (own as unknown[]) : [own]) this.add(api, stage);
    }
    for (const publication of stack.ofType(publicationType)) {
      const apis = publication.from("apis").filter((node) => node.type === apiType);
      const isAnybodys = apis.length === 0 && isUnknown(publication.at("apis"));
      // It may publish any of them, or none.
      for (const api of isAnybodys ? stack.ofType(apiType) : []) this.unknown.add(api);
      for (const api of apis) this.add(api, publication.at("stage"));
    }
  }

  /** Environments of an API, as far as they are known. */
  of(api: Node): ReadonlySet<string> {
    return this.byApi.get(api) ?? new Set();
  }

  /** Whether there are more, which are not known yet. */
  hasUnknown(api: Node): boolean {
    return this.unknown.has(api);
  }

  private add(api: Node, stage: unknown): void {
    if (isUnknown(stage)) this.unknown.add(api);
    if (typeof stage === "string") this.byApi.set(api, (this.byApi.get(api) ?? new Set()).add(stage));
  }
}
