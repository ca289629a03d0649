import type * as pulumi from "@pulumi/pulumi";
import { same } from "../../validation/canonical";
import { withoutUndefined } from "../../validation/given";
import { callApiGateway } from "../client/apiGateway";
import { allPages, batches, batchSize, orGone, unlessGone } from "../client/calls";
import { compareIdentity, DynamicProvider, reportDeleted } from "../provider";
import type { AuthorizationInputs } from "./resource";

/** Authorizes one app to call APIs in one environment, in batches. */
export class AuthorizationProvider extends DynamicProvider implements pulumi.dynamic.ResourceProvider {
  /** Rejects a new authorization whose end has passed. If the end passes later, updates still succeed. */
  async check(olds: Partial<AuthorizationInputs>, news: AuthorizationInputs) {
    const { expires } = news;
    const inputs = this.inRegion(news);
    if (expires === undefined || expires === olds.expires || !hasPassed(expires)) return { inputs };
    const reason = `${expires} has passed. Use a time in the future, or remove the app.`;
    return { inputs, failures: [{ property: "expires", reason }] };
  }

  async diff(_id: string, olds: AuthorizationInputs, news: AuthorizationInputs) {
    const changed = !same(olds.apis, news.apis) || (olds.expires ?? "") !== (news.expires ?? "");
    return compareIdentity(olds, news, ["appId", "groupId", "stage"], changed);
  }

  async create(inputs: AuthorizationInputs) {
    await this.authorize(inputs, Object.values(inputs.apis));
    return { id: `${inputs.appId}:${inputs.stage}:${inputs.groupId}`, outs: inputs };
  }

  async update(_id: string, olds: AuthorizationInputs, news: AuthorizationInputs) {
    const had = new Set(Object.values(olds.apis));
    const apiIds = new Set(Object.values(news.apis));
    // Authorizing again changes the end.
    const isOtherTime = (olds.expires ?? "") !== (news.expires ?? "");
    // An expired authorization is also expired for new APIs.
    const isOver = news.expires !== undefined && hasPassed(news.expires);
    if (!isOver) {
      const added = [...apiIds].filter((apiId) => isOtherTime || !had.has(apiId));
      await this.authorize(news, added);
    }
    const removed = [...had].filter((apiId) => !apiIds.has(apiId));
    await this.revoke(olds, removed);
    return { outs: news };
  }

  async read(id: string, props: AuthorizationInputs): Promise<pulumi.dynamic.ReadResult> {
    const authorized = await orGone(() => this.authorized(props));
    if (!authorized) return reportDeleted();
    const inStage = authorized.filter(({ stageName }) => stageName === props.stage);
    const ends = new Map(inStage.map(({ apiId, authVaildTime }) => [apiId, authVaildTime ?? ""]));
    const apis = Object.fromEntries(Object.entries(props.apis).filter(([, apiId]) => ends.has(apiId)));
    const expires = Object.values(apis)
      .map((apiId) => ends.get(apiId) ?? "")
      .find((end) => !sameTime(end, props.expires ?? ""));
    return { id, props: withoutUndefined({ ...props, apis, expires: expires ?? props.expires }) };
  }

  async delete(_id: string, props: AuthorizationInputs): Promise<void> {
    await this.revoke(props, Object.values(props.apis));
  }

  private authorized(props: AuthorizationInputs) {
    const client = this.clientIn(props);
    return allPages(async (pageNumber) => {
      const query = { appId: Number(props.appId), pageNumber, pageSize: batchSize };
      return (await callApiGateway(client, "describeAuthorizedApis", query))?.authorizedApis?.authorizedApi;
    });
  }

  private async authorize(inputs: AuthorizationInputs, apiIds: string[]): Promise<void> {
    const { appId, groupId, stage, expires } = inputs;
    for (const batch of batches(apiIds)) {
      await this.send(inputs, "setApisAuthorities", {
        appId: Number(appId),
        groupId,
        stageName: stage,
        apiIds: batch.join(","),
        // The format of the service: Fri, 05 Oct 2018 16:00:00 GMT.
        authValidTime: expires === undefined ? undefined : new Date(expires).toUTCString(),
      });
    }
  }

  private async revoke(inputs: AuthorizationInputs, apiIds: string[]): Promise<void> {
    const { appId, groupId, stage } = inputs;
    for (const batch of batches(apiIds)) {
      const query = { appId: Number(appId), groupId, stageName: stage, apiIds: batch.join(",") };
      await unlessGone(() => callApiGateway(this.clientIn(inputs), "removeApisAuthorities", query));
    }
  }
}

/** Whether two times are the same. Equal strings count as the same, for values that mean never. */
const sameTime = (a: string, b: string): boolean => a === b || Date.parse(a) === Date.parse(b);

const hasPassed = (time: string): boolean => Date.parse(time) <= Date.now();
