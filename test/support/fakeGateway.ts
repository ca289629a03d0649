import Client, {
  type BatchAbolishApisRequest,
  BatchAbolishApisResponse,
  BatchAbolishApisResponseBody,
  type BatchDeployApisRequest,
  BatchDeployApisResponse,
  BatchDeployApisResponseBody,
  DescribeAbolishApiTaskResponse,
  DescribeAbolishApiTaskResponseBody,
  DescribeAppSecurityResponse,
  DescribeAppSecurityResponseBody,
  type DescribeAuthorizedApisRequest,
  DescribeAuthorizedApisResponse,
  DescribeAuthorizedApisResponseBody,
  DescribeDeployApiTaskResponse,
  DescribeDeployApiTaskResponseBody,
  type DescribeDeployedApisRequest,
  DescribeDeployedApisResponse,
  DescribeDeployedApisResponseBody,
  DescribeInstancesResponse,
  DescribeInstancesResponseBody,
  type RemoveApisAuthoritiesRequest,
  RemoveApisAuthoritiesResponse,
  type SetApisAuthoritiesRequest,
  SetApisAuthoritiesResponse,
} from "@alicloud/cloudapi20160714";
import { $OpenApiUtil } from "@alicloud/openapi-core";

/** An error as the SDK throws it. */
export function refusal(code: string): Error {
  return Object.assign(new Error(`${code}: as the cloud says it`), { code });
}

const page = <T>(rows: T[], { pageNumber = 1, pageSize = 10 }: { pageNumber?: number; pageSize?: number }) =>
  rows.slice((pageNumber - 1) * pageSize, pageNumber * pageSize);

/** An API Gateway that remembers what it is asked for, behind the SDK's own client; it makes no call. */
export class FakeGateway extends Client {
  /** One line for each call that changes something. */
  readonly calls: string[] = [];
  /** Errors that the next calls that change something end with, in turn. */
  readonly refusals: Error[] = [];
  /** API ids by what a task says of them, where it is not success. */
  readonly failing = new Map<string, string>();
  instances: { instanceId: string; vpcEgressAddress?: string; newVpcEgressAddress?: string }[] = [];
  security: { appKey?: string; appSecret?: string; appCode?: string } = {};
  /** Ids of the APIs that are published, and authorizations as `stage apiId`. */
  readonly published = new Set<string>();
  readonly authorized = new Set<string>();
  readonly pages: number[] = [];
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

  private change(line: string): void {
    const refused = this.refusals.shift();
    if (refused) throw refused;
    this.calls.push(line);
  }

  private addTask(ids: (string | undefined)[]): string {
    this.tasks.push(ids.map((id) => id ?? ""));
    return String(this.tasks.length - 1);
  }

  private told(operationUid: string | undefined): { apiUid: string; errorMsg: string }[] {
    const ids = this.tasks[Number(operationUid)] ?? [];
    return ids.map((apiUid) => ({
      apiUid,
      errorMsg: this.failing.get(apiUid) ?? "Success. Request Success.",
    }));
  }

  override async describeInstances() {
    const body = new DescribeInstancesResponseBody({ instances: { instanceAttribute: this.instances } });
    return new DescribeInstancesResponse({ body });
  }

  override async describeAppSecurity() {
    return new DescribeAppSecurityResponse({ body: new DescribeAppSecurityResponseBody(this.security) });
  }

  override async batchDeployApis({ api = [], stageName, description }: BatchDeployApisRequest) {
    const ids = api.map(({ apiUid }) => apiUid);
    this.change(`deploy ${stageName} "${description}" ${ids.join(" ")}`);
    const operationId = this.addTask(ids);
    return new BatchDeployApisResponse({ body: new BatchDeployApisResponseBody({ operationId }) });
  }

  override async describeDeployApiTask({ operationUid }: { operationUid?: string }) {
    const deployedResult = this.told(operationUid).map((told) => ({ ...told, deployedStatus: "OVER" }));
    const body = new DescribeDeployApiTaskResponseBody({ deployedResults: { deployedResult } });
    return new DescribeDeployApiTaskResponse({ body });
  }

  override async batchAbolishApis({ api = [] }: BatchAbolishApisRequest) {
    const ids = api.map(({ apiUid }) => apiUid);
    this.change(`abolish ${api[0]?.stageName} ${ids.join(" ")}`);
    const operationId = this.addTask(ids);
    return new BatchAbolishApisResponse({ body: new BatchAbolishApisResponseBody({ operationId }) });
  }

  override async describeAbolishApiTask({ operationUid }: { operationUid?: string }) {
    const apiAbolishResult = this.told(operationUid).map((told) => ({ ...told, abolishStatus: "OVER" }));
    const body = new DescribeAbolishApiTaskResponseBody({ apiAbolishResults: { apiAbolishResult } });
    return new DescribeAbolishApiTaskResponse({ body });
  }

  override async describeDeployedApis(request: DescribeDeployedApisRequest) {
    this.pages.push(request.pageNumber ?? 1);
    const deployedApiItem = page([...this.published], request).map((apiId) => ({ apiId }));
    const body = new DescribeDeployedApisResponseBody({ deployedApis: { deployedApiItem } });
    return new DescribeDeployedApisResponse({ body });
  }

  override async setApisAuthorities({ appId, stageName, apiIds }: SetApisAuthoritiesRequest) {
    this.change(`authorize ${appId} ${stageName} ${apiIds}`);
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
      return { stageName, apiId };
    });
    const body = new DescribeAuthorizedApisResponseBody({ authorizedApis: { authorizedApi } });
    return new DescribeAuthorizedApisResponse({ body });
  }
}
