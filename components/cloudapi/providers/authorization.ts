import {
  DescribeAuthorizedApisRequest,
  RemoveApisAuthoritiesRequest,
  SetApisAuthoritiesRequest,
} from "@alicloud/cloudapi20160714";
import type * as pulumi from "@pulumi/pulumi";
import { same } from "../../core/canonical";
import { allPages, batches, batchSize, unlessGone, whileBusy } from "../calls";
import { GapProvider, type InRegion } from "../gapProvider";

export interface AuthorizationInputs extends InRegion {
  appId: string;
  groupId: string;
  stage: string;
  /** API ids by route. */
  apis: Record<string, string>;
}

/** Lets one app call APIs in one stage, in batches. */
export class AuthorizationProvider extends GapProvider implements pulumi.dynamic.ResourceProvider {
  async diff(
    _id: string,
    olds: AuthorizationInputs,
    news: AuthorizationInputs,
  ): Promise<pulumi.dynamic.DiffResult> {
    const fixed = ["appId", "groupId", "stage", "regionId"] as const;
    const replaces = fixed.filter((property) => olds[property] !== news[property]);
    return { changes: replaces.length > 0 || !same(olds.apis, news.apis), replaces };
  }

  async create(inputs: AuthorizationInputs) {
    await this.authorize(inputs, Object.values(inputs.apis));
    return { id: `${inputs.appId}:${inputs.stage}:${inputs.groupId}`, outs: inputs };
  }

  async update(_id: string, olds: AuthorizationInputs, news: AuthorizationInputs) {
    const had = new Set(Object.values(olds.apis));
    const wanted = new Set(Object.values(news.apis));
    await this.authorize(
      news,
      [...wanted].filter((apiId) => !had.has(apiId)),
    );
    await this.revoke(
      olds,
      [...had].filter((apiId) => !wanted.has(apiId)),
    );
    return { outs: news };
  }

  async read(id: string, props: AuthorizationInputs) {
    const authorized = await allPages(async (pageNumber) => {
      const request = new DescribeAuthorizedApisRequest({
        appId: Number(props.appId),
        pageNumber,
        pageSize: batchSize,
      });
      return (await this.clientIn(props).describeAuthorizedApis(request)).body?.authorizedApis?.authorizedApi;
    });
    const inStage = authorized.filter(({ stageName }) => stageName === props.stage);
    const apiIds = new Set(inStage.map(({ apiId }) => apiId));
    const apis = Object.fromEntries(Object.entries(props.apis).filter(([, apiId]) => apiIds.has(apiId)));
    return { id, props: { ...props, apis } };
  }

  async delete(_id: string, props: AuthorizationInputs): Promise<void> {
    await this.revoke(props, Object.values(props.apis));
  }

  private async authorize(inputs: AuthorizationInputs, apiIds: string[]): Promise<void> {
    const { appId, groupId, stage } = inputs;
    for (const batch of batches(apiIds)) {
      const request = new SetApisAuthoritiesRequest({
        appId: Number(appId),
        groupId,
        stageName: stage,
        apiIds: batch.join(","),
      });
      await whileBusy(() => this.clientIn(inputs).setApisAuthorities(request));
    }
  }

  private async revoke(inputs: AuthorizationInputs, apiIds: string[]): Promise<void> {
    const { appId, groupId, stage } = inputs;
    for (const batch of batches(apiIds)) {
      const request = new RemoveApisAuthoritiesRequest({
        appId: Number(appId),
        groupId,
        stageName: stage,
        apiIds: batch.join(","),
      });
      await unlessGone(() => this.clientIn(inputs).removeApisAuthorities(request));
    }
  }
}
