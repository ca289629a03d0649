import type { Api, Backend, BackendModel, StageName } from "../../store/model";
import { type Call, cloudApiOperation, inScope } from "../common/call";
import { newHexId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { backendTypes, readBackendConfig, serviceIn } from "./backendConfig";
import { apiError } from "./errors";
import { gatewayName, requiredId, stageName } from "./names";
import { onlineIn } from "./publications";

const description = { type: "string", maxLength: 200 } as const;
const backendType = { type: "string", required: true, implemented: backendTypes } as const;
/** No document limits the length. Names of tests of the vendor have 54 characters. */
const backendName = {
  ...gatewayName,
  maxLength: 128,
  form: "4 to 128 letters, digits, underscores, hyphens, a letter first",
  required: true,
} as const;

function findBackend(call: Call, id: string): Backend {
  const backend = call.store.backends.get(id);
  if (!backend) throw apiError("NotFoundBackend", id);
  return backend;
}

function findModel(backend: Backend, id: string): BackendModel {
  const model = backend.models.find((one) => one.id === id);
  if (!model) throw apiError("NotFoundBackendModel", backend.id, id);
  return model;
}

function refuseTakenName(call: Call, name: string, regionId: string, ownId = ""): void {
  const taken = call.store.backends.find(
    (one) => one.name === name && one.regionId === regionId && one.id !== ownId,
  );
  if (taken) throw apiError("DuplicateBackendName", name);
}

const listApis = (call: Call, backendId: string): Api[] =>
  call.store.apis.filter(
    ({ definition }) => definition.backendEnabled === true && definition.backendId === backendId,
  );

/** Publishes a changed configuration for all APIs that are online with it. */
function republish(call: Call, backend: Backend, stage: StageName): string {
  for (const api of listApis(call, backend.id)) {
    const online = onlineIn(api, stage);
    if (online) online.definition.service = serviceIn(call, online.definition, stage);
  }
  return newHexId();
}

const describeBackend = (backend: Backend) => ({
  BackendId: backend.id,
  BackendName: backend.name,
  BackendType: backend.type,
  Description: backend.description,
  CreatedTime: backend.createdTime,
  ModifiedTime: backend.modifiedTime,
});

function describeConfig(call: Call, backend: Backend, { config }: BackendModel) {
  const vpc = new Map(Object.entries(typeof config.VpcConfig === "object" ? (config.VpcConfig ?? {}) : {}));
  const access = call.store.vpcAccesses.get(String(vpc.get("VpcAccessId") ?? ""));
  return {
    Type: backend.type,
    ...config,
    ...(access && {
      VpcConfig: {
        ...Object.fromEntries(vpc),
        Name: access.name,
        VpcId: access.vpcId,
        InstanceId: access.instanceId,
        Port: access.port,
      },
    }),
  };
}

/** Back ends that APIs share. An API with `BackendEnable` gets its target from here when it is published. */
export const backends = [
  cloudApiOperation({
    action: "CreateBackend",
    parameters: {
      BackendName: backendName,
      BackendType: backendType,
      Description: description,
      // The local cloud has no roles, so there is none to create.
      CreateSlr: { type: "boolean" },
      CreateEventBridgeServiceLinkedRole: { type: "boolean" },
      Tag: tagParameter,
    },
    handle(call, p) {
      refuseTakenName(call, p.BackendName, call.regionId);
      const createdTime = isoSeconds(call.cloud.clock());
      const backend = call.store.backends.put({
        id: newHexId(),
        regionId: call.regionId,
        createdTime,
        modifiedTime: createdTime,
        tags: createTags(p.Tag),
        name: p.BackendName,
        type: p.BackendType,
        description: p.Description ?? "",
        models: [],
      });
      return { BackendId: backend.id };
    },
  }),
  cloudApiOperation({
    action: "DescribeBackendInfo",
    parameters: { BackendId: requiredId },
    handle(call, p) {
      const backend = findBackend(call, p.BackendId);
      const BackendModels = backend.models.map((model) => ({
        BackendModelId: model.id,
        StageName: model.stage,
        StageModeId: model.id,
        Description: model.description,
        GmtCreate: model.createdTime,
        GmtModified: model.modifiedTime,
        BackendConfig: describeConfig(call, backend, model),
      }));
      return { BackendInfo: { ...describeBackend(backend), BackendModels } };
    },
  }),
  cloudApiOperation({
    action: "DescribeBackendList",
    parameters: {
      BackendName: { type: "string" },
      BackendType: { type: "string" },
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.backends.filter(
        (backend) =>
          inScope(call, backend) &&
          backend.name.includes(p.BackendName ?? "") &&
          (!p.BackendType || backend.type === p.BackendType) &&
          hasTags(backend, p.Tag),
      );
      const page = takePage(found, p);
      const rows = page.items.map((backend) => ({
        ...describeBackend(backend),
        Tags: keyValueTags(backend.tags),
      }));
      return { ...pageFields(page), BackendInfoList: rows };
    },
  }),
  cloudApiOperation({
    action: "ModifyBackend",
    parameters: {
      BackendId: requiredId,
      BackendName: backendName,
      BackendType: backendType,
      Description: description,
    },
    handle(call, p) {
      const backend = findBackend(call, p.BackendId);
      refuseTakenName(call, p.BackendName, backend.regionId, backend.id);
      if (p.BackendType !== backend.type && backend.models.length > 0)
        throw apiError("BackendInUse", backend.id, `a configuration of type ${backend.type}`);
      backend.name = p.BackendName;
      backend.type = p.BackendType;
      backend.description = p.Description ?? backend.description;
      backend.modifiedTime = isoSeconds(call.cloud.clock());
      return {};
    },
  }),
  cloudApiOperation({
    action: "DeleteBackend",
    parameters: { BackendId: requiredId },
    handle(call, p) {
      const backend = findBackend(call, p.BackendId);
      const [user] = listApis(call, backend.id);
      if (user) throw apiError("BackendInUse", backend.id, `API ${user.id}`);
      call.store.backends.delete(backend.id);
      return {};
    },
  }),
  cloudApiOperation({
    action: "CreateBackendModel",
    parameters: {
      BackendId: requiredId,
      BackendType: backendType,
      StageName: { ...stageName, required: true },
      BackendModelData: { type: "json", required: true },
      Description: description,
    },
    handle(call, p) {
      const backend = findBackend(call, p.BackendId);
      if (p.BackendType !== backend.type)
        throw apiError("InvalidBackendType.Mismatch", backend.id, backend.type, p.BackendType);
      if (backend.models.some(({ stage }) => stage === p.StageName))
        throw apiError("DuplicateBackendModel", backend.id, p.StageName);
      const config = readBackendConfig(call, backend.type, p.BackendModelData);
      const createdTime = isoSeconds(call.cloud.clock());
      const id = newHexId();
      backend.models.push({
        ...{ id, createdTime, config },
        modifiedTime: createdTime,
        stage: p.StageName,
        description: p.Description ?? "",
      });
      return { BackendModelId: id };
    },
  }),
  cloudApiOperation({
    action: "ModifyBackendModel",
    parameters: {
      BackendId: requiredId,
      BackendModelId: requiredId,
      BackendType: backendType,
      StageName: { ...stageName, required: true },
      BackendModelData: { type: "json" },
      Description: description,
    },
    handle(call, p) {
      const backend = findBackend(call, p.BackendId);
      const model = findModel(backend, p.BackendModelId);
      if (p.BackendModelData !== undefined)
        model.config = readBackendConfig(call, backend.type, p.BackendModelData);
      model.description = p.Description ?? model.description;
      model.modifiedTime = isoSeconds(call.cloud.clock());
      return { OperationId: republish(call, backend, model.stage) };
    },
  }),
  cloudApiOperation({
    action: "DeleteBackendModel",
    parameters: {
      BackendId: requiredId,
      BackendModelId: requiredId,
      StageName: { ...stageName, required: true },
    },
    handle(call, p) {
      const backend = findBackend(call, p.BackendId);
      const model = findModel(backend, p.BackendModelId);
      const user = listApis(call, backend.id).find((api) => onlineIn(api, model.stage));
      if (user) throw apiError("BackendInUse", backend.id, `API ${user.id} in ${model.stage}`);
      backend.models = backend.models.filter((one) => one !== model);
      return { OperationId: newHexId() };
    },
  }),
  cloudApiOperation({
    action: "DescribeApisByBackend",
    parameters: { BackendId: requiredId, ...paging },
    handle(call, p) {
      const page = takePage(listApis(call, findBackend(call, p.BackendId).id), p);
      const rows = page.items.map((api) => ({
        ApiId: api.id,
        ApiName: api.definition.name,
        GroupId: api.groupId,
        GroupName: call.store.apiGroups.get(api.groupId)?.name ?? "",
        Description: api.definition.description,
        Method: api.definition.request.method,
        Path: api.definition.request.path,
      }));
      return { ...pageFields(page), ApiInfoList: { ApiInfo: rows } };
    },
  }),
];
