import {
  BatchAbolishApisRequest,
  BatchDeployApisRequest,
  DescribeAbolishApiTaskRequest,
  DescribeDeployApiTaskRequest,
  DescribeDeployedApisRequest,
} from "@alicloud/cloudapi20160714";
import type * as pulumi from "@pulumi/pulumi";
import { same } from "../../core/canonical";
import { allPages, batches, batchSize, unlessGone, whileBusy } from "../calls";
import { GapProvider, type InRegion } from "../gapProvider";

export interface PublishedApi {
  apiId: string;
  /** Digest of the definition: the API is published again when it changes. */
  revision: string;
}

export interface PublicationInputs extends InRegion {
  groupId: string;
  stage: string;
  remarks: string;
  /** By route. */
  apis: Record<string, PublishedApi>;
}

interface TaskResult {
  apiUid?: string;
  status: string | undefined;
  errorMsg?: string;
}

/** What the service says of an API that a task could publish. Source: DescribeDeployApiTask. */
const success = /^success/i;

/** What it says of one that is gone, and so is not published either. */
const gone = /^NotFound(Api|Stage)/;

/** Publishes in batches what is new or changed, and withdraws what is gone. */
export class PublicationProvider extends GapProvider implements pulumi.dynamic.ResourceProvider {
  async diff(
    _id: string,
    olds: PublicationInputs,
    news: PublicationInputs,
  ): Promise<pulumi.dynamic.DiffResult> {
    const replaces = (["groupId", "stage", "regionId"] as const).filter(
      (property) => olds[property] !== news[property],
    );
    // Remarks go with the next publication: to change them alone publishes nothing.
    return { changes: replaces.length > 0 || !same(olds.apis, news.apis), replaces };
  }

  async create(inputs: PublicationInputs) {
    await this.publish(inputs, Object.values(inputs.apis));
    return { id: `${inputs.groupId}:${inputs.stage}`, outs: inputs };
  }

  async update(_id: string, olds: PublicationInputs, news: PublicationInputs) {
    const changed = Object.entries(news.apis).filter(([route, api]) => !same(olds.apis[route], api));
    await this.publish(
      news,
      changed.map(([, api]) => api),
    );
    const kept = new Set(Object.values(news.apis).map(({ apiId }) => apiId));
    await this.withdraw(
      olds,
      Object.values(olds.apis).filter(({ apiId }) => !kept.has(apiId)),
    );
    return { outs: news };
  }

  async read(id: string, props: PublicationInputs) {
    const { groupId, stage } = props;
    const client = this.clientIn(props);
    const deployed = await allPages(async (pageNumber) => {
      const request = new DescribeDeployedApisRequest({
        groupId,
        stageName: stage,
        pageNumber,
        pageSize: batchSize,
      });
      return (await client.describeDeployedApis(request)).body?.deployedApis?.deployedApiItem;
    });
    const published = new Set(deployed.map(({ apiId }) => apiId));
    const apis = Object.fromEntries(
      Object.entries(props.apis).filter(([, { apiId }]) => published.has(apiId)),
    );
    return { id, props: { ...props, apis } };
  }

  async delete(_id: string, props: PublicationInputs): Promise<void> {
    await this.withdraw(props, Object.values(props.apis));
  }

  private async publish(inputs: PublicationInputs, apis: PublishedApi[]): Promise<void> {
    const { groupId, stage, remarks } = inputs;
    const client = this.clientIn(inputs);
    for (const batch of batches(apis)) {
      const request = new BatchDeployApisRequest({
        api: batch.map(({ apiId }) => ({ apiUid: apiId, groupId })),
        stageName: stage,
        description: remarks,
      });
      const { body } = await whileBusy(() => client.batchDeployApis(request));
      const task = new DescribeDeployApiTaskRequest({ operationUid: body?.operationId ?? "" });
      await ended(`Publishing to ${stage}`, batch.length, async () => {
        const answer = await client.describeDeployApiTask(task);
        const results = answer.body?.deployedResults?.deployedResult ?? [];
        return results.map((result) => ({ ...result, status: result.deployedStatus }));
      });
    }
  }

  private async withdraw(inputs: PublicationInputs, apis: PublishedApi[]): Promise<void> {
    const { groupId, stage } = inputs;
    const client = this.clientIn(inputs);
    for (const batch of batches(apis)) {
      const request = new BatchAbolishApisRequest({
        api: batch.map(({ apiId }) => ({ apiUid: apiId, groupId, stageName: stage })),
      });
      await unlessGone(async () => {
        const { body } = await client.batchAbolishApis(request);
        const task = new DescribeAbolishApiTaskRequest({ operationUid: body?.operationId ?? "" });
        await ended(`Withdrawing from ${stage}`, batch.length, async () => {
          const answer = await client.describeAbolishApiTask(task);
          const results = answer.body?.apiAbolishResults?.apiAbolishResult ?? [];
          return results.map((result) => ({
            ...result,
            status: result.abolishStatus,
            errorMsg: gone.test(result.errorMsg ?? "") ? "" : (result.errorMsg ?? ""),
          }));
        });
      });
    }
  }
}

/** Waits until a task is over for each of its APIs; fails with all that it could not do. */
async function ended(what: string, count: number, look: () => Promise<TaskResult[]>): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (let pause = 100; ; pause = Math.min(pause * 2, 2_000)) {
    const results = await whileBusy(look);
    if (results.length >= count && results.every(({ status }) => status === "OVER")) {
      const failed = results.filter(({ errorMsg }) => errorMsg && !success.test(errorMsg));
      if (failed.length === 0) return;
      const reasons = failed.map(({ apiUid, errorMsg }) => `  API ${apiUid}: ${errorMsg}`);
      throw new Error([`${what} failed for ${failed.length} of ${count} APIs:`, ...reasons].join("\n"));
    }
    if (Date.now() > deadline) throw new Error(`${what} was not over after 2 minutes. Run pulumi up again.`);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
