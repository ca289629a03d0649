import type * as pulumi from "@pulumi/pulumi";
import { same } from "../../validation/canonical";
import { callApiGateway } from "../client/apiGateway";
import { batches, orGone, unlessGone } from "../client/calls";
import { describeMissing, describeMoved } from "../client/gone";
import { compareIdentity, DynamicProvider, hasUnknown, reportDeleted } from "../provider";
import { providerResponse } from "./apiResponse";
import { formatHistory, readHistory, servedVersions } from "./history";
import type { PublicationInputs, PublishedApi } from "./resource";
import { describedResponse, responseQuery } from "./responseCalls";
import { ended } from "./tasks";

interface PublicationState extends PublicationInputs {
  /** Served versions by route. Undefined in the states of the first releases. */
  versions?: Record<string, string>;
}

/** Error codes for an API or stage that does not exist, which is therefore not published. */
const gone = /^NotFound(Api|Stage)/;

/**
 * Writes the response part of definitions, publishes new and changed APIs in batches, switches to versions of
 * the history, and withdraws removed APIs.
 */
export class PublicationProvider extends DynamicProvider implements pulumi.dynamic.ResourceProvider {
  /**
   * Rejects versions that an API does not have, and fails if the group or an API of the last publication no
   * longer exists. It runs at preview and before an update changes anything.
   */
  async check(olds: Partial<PublicationInputs>, news: PublicationInputs) {
    const inputs = this.inRegion(news);
    const { groupId, regionId } = inputs;
    if (hasUnknown([groupId, regionId])) return { inputs };
    const fail = (reason: string) => ({ inputs, failures: [{ property: "", reason }] });
    if (groupId === olds.groupId && olds.regionId !== undefined && olds.regionId !== regionId) {
      return fail(describeMoved(groupId, olds.regionId, regionId));
    }
    const earlier = new Set(
      groupId === olds.groupId ? Object.values(olds.apis ?? {}).map(({ apiId }) => apiId) : [],
    );
    const apis = Object.entries(inputs.apis);
    const versionedApis = apis.filter(
      ([route, { version }]) => version !== undefined && version !== olds.apis?.[route]?.version,
    );
    if (earlier.size === 0 && versionedApis.length === 0) return { inputs };
    const served = await orGone(() => servedVersions(this.clientIn(inputs), groupId));
    if (!served) return fail(describeMissing(`API group ${groupId}`));
    if (served.size === 0 && earlier.size > 0) {
      // The service returns an empty list for a group that does not exist.
      return fail(describeMissing(`API group ${groupId}, or every API of it,`));
    }
    const failures: pulumi.dynamic.CheckFailure[] = [];
    for (const [route, { apiId }] of apis) {
      if (!earlier.has(apiId) || served.has(apiId)) continue;
      failures.push({ property: "", reason: describeMissing(`route ${route}: API ${apiId}`) });
    }
    for (const [route, { apiId, version = "" }] of versionedApis) {
      const isServed = [...(served.get(apiId)?.values() ?? [])].includes(version);
      const reason = isServed ? undefined : await this.whyNot(inputs, apiId, version);
      if (reason) failures.push({ property: `apis["${route}"].version`, reason });
    }
    return { inputs, failures };
  }

  async diff(_id: string, olds: PublicationState, news: PublicationInputs) {
    // Remarks are sent with the next publication. A change of the remarks alone publishes nothing.
    const changed = !same(olds.apis, news.apis);
    const { replaces, changes } = compareIdentity<PublicationInputs>(
      olds,
      news,
      ["groupId", "stage"],
      changed,
    );
    // An API can only be deleted after it is withdrawn everywhere. Before the engine deletes an API that it
    // replaces, it checks this resource with every property that depends on the API unknown as a whole. For a
    // new route, only its ID in the property is unknown.
    if (typeof news.apiIds === "string") replaces.push("apiIds");
    return { changes, replaces };
  }

  async create(inputs: PublicationInputs) {
    await this.publish(inputs, inputs.apis, {});
    return { id: `${inputs.groupId}:${inputs.stage}`, outs: await this.withVersions(inputs) };
  }

  async update(_id: string, olds: PublicationState, news: PublicationInputs) {
    const changed = Object.entries(news.apis).filter(([route, api]) => !same(olds.apis[route], api));
    await this.publish(news, Object.fromEntries(changed), olds.apis);
    const remainingIds = new Set(Object.values(news.apis).map(({ apiId }) => apiId));
    const removed = Object.values(olds.apis).filter(({ apiId }) => !remainingIds.has(apiId));
    await this.withdraw(olds, removed);
    return { outs: await this.withVersions(news) };
  }

  /**
   * Detects by its version an API that others published or switched. The next update replaces that version.
   */
  async read(id: string, props: PublicationState): Promise<pulumi.dynamic.ReadResult> {
    const read = await orGone(() => this.withVersions(props));
    if (!read) return reportDeleted();
    const { versions = {}, ...now } = read;
    const entries = Object.entries(props.apis).flatMap(([route, api]): [string, PublishedApi][] => {
      const version = versions[route];
      if (version === undefined) return [];
      // Switching also publishes: it is unknown whether the service then creates another version.
      const isOurs = [api.version, props.versions?.[route] ?? version].includes(version);
      const { revision: _, ...other } = api;
      return [[route, isOurs ? api : { ...other, version }]];
    });
    const apis = Object.fromEntries(entries);
    for (const [route, api] of entries) apis[route] = await this.withFoundResponse(props, api);
    const inputs = { ...now, apis };
    return { id, props: { ...inputs, versions }, inputs };
  }

  async delete(_id: string, props: PublicationInputs): Promise<void> {
    await this.withdraw(props, Object.values(props.apis));
  }

  /**
   * Adds the current response part of an API if this resource wrote it. The next update overwrites a
   * different text.
   */
  private async withFoundResponse(inputs: PublicationInputs, api: PublishedApi): Promise<PublishedApi> {
    if (api.response === undefined) return api;
    const query = { groupId: inputs.groupId, apiId: api.apiId };
    const description = await orGone(() => callApiGateway(this.clientIn(inputs), "describeApi", query));
    return description ? { ...api, response: describedResponse(description) } : api;
  }

  private async whyNot(inputs: PublicationInputs, apiId: string, version: string): Promise<string> {
    if (hasUnknown(apiId)) return `the API does not exist yet, so it has no version ${version}.`;
    const history = await readHistory(this.clientIn(inputs), inputs.groupId, apiId);
    if (history.some(({ historyVersion }) => historyVersion === version)) return "";
    return `API ${apiId} has no version ${version} in its history. ${formatHistory(history)}`;
  }

  private async withVersions(inputs: PublicationInputs): Promise<PublicationState> {
    const served = await servedVersions(this.clientIn(inputs), inputs.groupId);
    const versions = Object.entries(inputs.apis).flatMap(([route, { apiId }]) => {
      const version = served.get(apiId)?.get(inputs.stage);
      return version === undefined ? [] : [[route, version] as const];
    });
    return { ...inputs, versions: Object.fromEntries(versions) };
  }

  /** A version of the history replaces a published version, so the API must be published first. */
  private async publish(
    inputs: PublicationInputs,
    wanted: Record<string, PublishedApi>,
    olds: PublicationInputs["apis"],
  ): Promise<void> {
    const before = new Map(Object.values(olds).map((api) => [api.apiId, api]));
    const published = new Set(before.keys());
    const apis = Object.values(wanted);
    for (const { apiId, version, response } of apis) {
      // If the response part was removed, restores the values that the alicloud provider wrote.
      const newResponse = response ?? (before.get(apiId)?.response && providerResponse);
      if (version !== undefined || newResponse === undefined) continue;
      await this.send(inputs, "modifyApiConfiguration", responseQuery(apiId, newResponse));
    }
    const isToDeploy = ({ apiId, version }: PublishedApi) => version === undefined || !published.has(apiId);
    await this.deploy(inputs, apis.filter(isToDeploy));
    for (const { apiId, version } of apis) {
      if (version !== undefined) await this.switch(inputs, apiId, version);
    }
  }

  private async switch(inputs: PublicationInputs, apiId: string, version: string): Promise<void> {
    const { groupId, stage, remarks } = inputs;
    const query = { groupId, apiId, stageName: stage, historyVersion: version, description: remarks };
    await this.send(inputs, "switchApi", query);
  }

  private async deploy(inputs: PublicationInputs, apis: PublishedApi[]): Promise<void> {
    const { groupId, stage, remarks } = inputs;
    const client = this.clientIn(inputs);
    for (const batch of batches(apis)) {
      const api = batch.map(({ apiId }) => ({ apiUid: apiId, groupId }));
      const query = { api, stageName: stage, description: remarks };
      const { operationId = "" } = (await this.send(inputs, "batchDeployApis", query)) ?? {};
      await ended(`Publishing to ${stage}`, batch.length, async () => {
        const answer = await callApiGateway(client, "describeDeployApiTask", { operationUid: operationId });
        const results = answer?.deployedResults?.deployedResult ?? [];
        return results.map((result) => ({ ...result, status: result.deployedStatus }));
      });
    }
  }

  private async withdraw(inputs: PublicationInputs, apis: PublishedApi[]): Promise<void> {
    const { groupId, stage } = inputs;
    const client = this.clientIn(inputs);
    for (const batch of batches(apis)) {
      const api = batch.map(({ apiId }) => ({ apiUid: apiId, groupId, stageName: stage }));
      await unlessGone(async () => {
        const { operationId = "" } = (await callApiGateway(client, "batchAbolishApis", { api })) ?? {};
        await ended(`Withdrawing from ${stage}`, batch.length, async () => {
          const answer = await callApiGateway(client, "describeAbolishApiTask", {
            operationUid: operationId,
          });
          const results = answer?.apiAbolishResults?.apiAbolishResult ?? [];
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
