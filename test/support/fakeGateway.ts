import * as sdk from "@alicloud/cloudapi20160714";
import Client, {
  type BatchAbolishApisRequest,
  BatchAbolishApisResponse,
  BatchAbolishApisResponseBody,
  type BatchDeployApisRequest,
  BatchDeployApisResponse,
  BatchDeployApisResponseBody,
  DescribeAbolishApiTaskResponse,
  DescribeAbolishApiTaskResponseBody,
  type DescribeApiHistoriesRequest,
  DescribeApiHistoriesResponse,
  DescribeApiHistoriesResponseBody,
  type DescribeApiRequest,
  DescribeApiResponse,
  DescribeApiResponseBody,
  type DescribeApisRequest,
  DescribeApisResponse,
  DescribeApisResponseBody,
  DescribeAppSecuritiesResponse,
  DescribeAppSecuritiesResponseBody,
  type DescribeAuthorizedApisRequest,
  DescribeAuthorizedApisResponse,
  DescribeAuthorizedApisResponseBody,
  DescribeDeployApiTaskResponse,
  DescribeDeployApiTaskResponseBody,
  DescribeInstancesResponse,
  DescribeInstancesResponseBody,
  type ModifyApiConfigurationRequest,
  ModifyApiConfigurationResponse,
  type RemoveApisAuthoritiesRequest,
  RemoveApisAuthoritiesResponse,
  type SetApisAuthoritiesRequest,
  SetApisAuthoritiesResponse,
  type SwitchApiRequest,
  SwitchApiResponse,
  ValidateVpcConnectivityResponse,
  ValidateVpcConnectivityResponseBody,
} from "@alicloud/cloudapi20160714";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import * as $dara from "@darabonba/typescript";

/** Creates an error like those of the SDK. */
export function refusal(code: string): Error {
  return Object.assign(new Error(`${code}: as the cloud says it`), { code });
}

const page = <T>(rows: T[], { pageNumber = 1, pageSize = 10 }: { pageNumber?: number; pageSize?: number }) =>
  rows.slice((pageNumber - 1) * pageSize, pageNumber * pageSize);

/** Parameters of a call as an object: `Api.1.ApiUid` is `ApiUid` of the first entry of the list `Api`. */
function readParameters(query: Record<string, string> = {}): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(query)) {
    const [name = "", number, field] = path.split(".");
    if (number === undefined || field === undefined) fields[name] = value;
    else {
      fields[name] ??= [];
      const list = fields[name] as Record<string, string>[];
      list[Number(number) - 1] = { ...list[Number(number) - 1], [field]: value };
    }
  }
  return fields;
}

type Answer = (request: unknown) => Promise<{ body?: $dara.Model }>;

/**
 * A fake API Gateway. It answers calls in the names that the SDK gives to parameters and fields, records them, and
 * sends none.
 */
export class FakeGateway extends Client {
  /** One line for each call that changes data. */
  readonly calls: string[] = [];
  /** Errors for the next calls that change data, in their order. */
  readonly refusals: Error[] = [];
  /** Task messages by API ID, for APIs whose task fails. */
  readonly failing = new Map<string, string>();
  /** Answers of the next connectivity checks, in their order. The last one is repeated. */
  connectivity: ({ connected: boolean; ipType?: string } | Error)[] = [];
  instances: { instanceId: string; vpcEgressAddress?: string; newVpcEgressAddress?: string }[] = [];
  security: { appKey?: string; appSecret?: string; appCode?: string } = {};
  /** Published version by API ID and environment. */
  readonly served = new Map<string, Map<string, string>>();
  /** Publications, oldest first. */
  readonly history: { apiId: string; stageName: string; historyVersion: string; description: string }[] = [];
  /** Authorizations as `stage apiId`. */
  readonly authorized = new Set<string>();
  /** Expiry of authorizations, as `stage apiId`. */
  readonly ends = new Map<string, string>();
  readonly pages: number[] = [];
  /** Last ModifyApiConfiguration request of each API. */
  readonly told = new Map<string, ModifyApiConfigurationRequest>();
  private readonly tasks: string[][] = [];

  constructor() {
    super(
      new $OpenApiUtil.Config({
        accessKeyId: "none",
        accessKeySecret: "none",
        endpoint: "127.0.0.1:1",
        regionId: "cn-hangzhou",
      }),
    );
  }

  override async callApi({ action = "" }: $OpenApiUtil.Params, { query }: $OpenApiUtil.OpenApiRequest) {
    const Request = Reflect.get(sdk, `${action}Request`);
    const request = $dara.cast(readParameters(query), new Request({}));
    const answer = Reflect.get(this, `${action.charAt(0).toLowerCase()}${action.slice(1)}`) as Answer;
    const { body } = await answer.call(this, request);
    return { body: body?.toMap() };
  }

  private change(line: string): void {
    const refused = this.refusals.shift();
    if (refused) throw refused;
    this.calls.push(line);
  }

  /** Publishes an API without a call of the tested code. */
  serve(apiId: string, stageName: string, description = "", version?: string): void {
    const historyVersion = version ?? String(20_261_123_000_000_000n + BigInt(this.history.length + 1));
    if (version === undefined) this.history.push({ apiId, stageName, historyVersion, description });
    this.served.set(
      apiId,
      (this.served.get(apiId) ?? new Map<string, string>()).set(stageName, historyVersion),
    );
  }

  private addTask(ids: (string | undefined)[]): string {
    this.tasks.push(ids.map((id) => id ?? ""));
    return String(this.tasks.length - 1);
  }

  private results(operationUid: string | undefined): { apiUid: string; errorMsg: string }[] {
    const ids = this.tasks[Number(operationUid)] ?? [];
    return ids.map((apiUid) => ({
      apiUid,
      errorMsg: this.failing.get(apiUid) ?? "Success. Request Success.",
    }));
  }

  override async modifyApiConfiguration(request: ModifyApiConfigurationRequest) {
    this.change(`modify ${request.apiId} ${request.resultType} ${request.resultSample}`);
    this.told.set(request.apiId ?? "", request);
    return new ModifyApiConfigurationResponse({});
  }

  override async describeApi({ apiId = "" }: DescribeApiRequest) {
    const { resultType, resultSample } = this.told.get(apiId) ?? {};
    return new DescribeApiResponse({ body: new DescribeApiResponseBody({ resultType, resultSample }) });
  }

  override async validateVpcConnectivity(): Promise<ValidateVpcConnectivityResponse> {
    const [answer] = this.connectivity.length > 1 ? this.connectivity.splice(0, 1) : this.connectivity;
    if (answer instanceof Error) throw answer;
    const body = new ValidateVpcConnectivityResponseBody(answer ?? {});
    return new ValidateVpcConnectivityResponse({ body });
  }

  override async describeInstances() {
    const body = new DescribeInstancesResponseBody({ instances: { instanceAttribute: this.instances } });
    return new DescribeInstancesResponse({ body });
  }

  override async describeAppSecurities() {
    const body = new DescribeAppSecuritiesResponseBody({ appSecuritys: { appSecurity: [this.security] } });
    return new DescribeAppSecuritiesResponse({ body });
  }

  override async batchDeployApis({ api = [], stageName, description }: BatchDeployApisRequest) {
    const ids = api.map(({ apiUid }) => apiUid);
    this.change(`deploy ${stageName} "${description}" ${ids.join(" ")}`);
    for (const id of ids) this.serve(id ?? "", stageName ?? "", description);
    const operationId = this.addTask(ids);
    return new BatchDeployApisResponse({ body: new BatchDeployApisResponseBody({ operationId }) });
  }

  override async describeDeployApiTask({ operationUid }: { operationUid?: string }) {
    const deployedResult = this.results(operationUid).map((told) => ({ ...told, deployedStatus: "OVER" }));
    const body = new DescribeDeployApiTaskResponseBody({ deployedResults: { deployedResult } });
    return new DescribeDeployApiTaskResponse({ body });
  }

  override async batchAbolishApis({ api = [] }: BatchAbolishApisRequest) {
    const ids = api.map(({ apiUid }) => apiUid);
    this.change(`abolish ${api[0]?.stageName} ${ids.join(" ")}`);
    for (const { apiUid, stageName } of api) this.served.get(apiUid ?? "")?.delete(stageName ?? "");
    const operationId = this.addTask(ids);
    return new BatchAbolishApisResponse({ body: new BatchAbolishApisResponseBody({ operationId }) });
  }

  override async describeAbolishApiTask({ operationUid }: { operationUid?: string }) {
    const apiAbolishResult = this.results(operationUid).map((told) => ({ ...told, abolishStatus: "OVER" }));
    const body = new DescribeAbolishApiTaskResponseBody({ apiAbolishResults: { apiAbolishResult } });
    return new DescribeAbolishApiTaskResponse({ body });
  }

  override async switchApi({ apiId, stageName, historyVersion, description }: SwitchApiRequest) {
    this.change(`switch ${stageName} "${description}" ${apiId} ${historyVersion}`);
    this.serve(apiId ?? "", stageName ?? "", description, historyVersion);
    return new SwitchApiResponse({});
  }

  override async describeApis(request: DescribeApisRequest) {
    this.pages.push(request.pageNumber ?? 1);
    const apiSummary = page([...this.served], request).map(([apiId, stages]) => ({
      apiId,
      deployedInfos: {
        deployedInfo: ["RELEASE", "PRE", "TEST"].map((stageName) => ({
          stageName,
          deployedStatus: stages.has(stageName) ? "DEPLOYED" : "NONDEPLOYED",
          effectiveVersion: stages.get(stageName) ?? "",
        })),
      },
    }));
    const body = new DescribeApisResponseBody({ apiSummarys: { apiSummary } });
    return new DescribeApisResponse({ body });
  }

  override async describeApiHistories(request: DescribeApiHistoriesRequest) {
    const apiHisItem = page(
      this.history.filter(({ apiId }) => apiId === request.apiId),
      request,
    );
    const body = new DescribeApiHistoriesResponseBody({ apiHisItems: { apiHisItem } });
    return new DescribeApiHistoriesResponse({ body });
  }

  override async setApisAuthorities({ appId, stageName, apiIds, authValidTime }: SetApisAuthoritiesRequest) {
    this.change(`authorize ${appId} ${stageName} ${apiIds}${authValidTime ? ` until ${authValidTime}` : ""}`);
    return new SetApisAuthoritiesResponse({});
  }

  override async removeApisAuthorities({ appId, stageName, apiIds }: RemoveApisAuthoritiesRequest) {
    this.change(`revoke ${appId} ${stageName} ${apiIds}`);
    return new RemoveApisAuthoritiesResponse({});
  }

  override async describeAuthorizedApis(request: DescribeAuthorizedApisRequest) {
    this.pages.push(request.pageNumber ?? 1);
    const authorizedApi = page([...this.authorized], request).map((line) => {
      const [stageName, apiId] = line.split(" ");
      return { stageName, apiId, authVaildTime: this.ends.get(line) ?? "" };
    });
    const body = new DescribeAuthorizedApisResponseBody({ authorizedApis: { authorizedApi } });
    return new DescribeAuthorizedApisResponse({ body });
  }
}
