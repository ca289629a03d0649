import { parseJson } from "../../parsing";
import type { ApiModel } from "../../store/model";
import { type Call, cloudApiOperation } from "../common/call";
import { newHexId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { apiError } from "./errors";
import { findGroup } from "./groups";
import { requiredId } from "./names";

const modelName = {
  type: "string",
  minLength: 2,
  maxLength: 50,
  pattern: /^[A-Za-z][A-Za-z0-9_-]*$/,
  form: "2 to 50 letters, digits, underscores, hyphens, a letter first",
} as const;
const description = { type: "string", maxLength: 200 } as const;

const storeId = (groupId: string, name: string) => `${groupId}:${name}`;

function findModel(call: Call, groupId: string, name: string): ApiModel {
  const model = call.store.apiModels.get(storeId(findGroup(call, groupId).id, name));
  if (!model) throw apiError("NotFoundModel", name, groupId);
  return model;
}

function checkSchema(text: string): void {
  let schema: unknown;
  try {
    schema = parseJson(text);
  } catch {
    throw apiError("InvalidSchema.Malformed", "is not valid JSON");
  }
  if (typeof schema !== "object" || schema === null || Array.isArray(schema))
    throw apiError("InvalidSchema.Malformed", "is not a JSON object");
}

const modelRef = ({ groupId, modelId }: ApiModel): string =>
  `https://apigateway.aliyun.com/models/${groupId}/${modelId}`;

function refuseTakenName(call: Call, groupId: string, name: string): void {
  if (call.store.apiModels.get(storeId(groupId, name))) throw apiError("DuplicateModelName", groupId, name);
}

/** Models describe bodies and answers. The gateway validates no body with them. */
export const models = [
  cloudApiOperation({
    action: "CreateModel",
    parameters: {
      GroupId: requiredId,
      ModelName: { ...modelName, required: true },
      Schema: { type: "string", required: true },
      Description: description,
      Tag: tagParameter,
    },
    handle(call, p) {
      const group = findGroup(call, p.GroupId);
      refuseTakenName(call, group.id, p.ModelName);
      checkSchema(p.Schema);
      const createdTime = isoSeconds(call.cloud.clock());
      const model = call.store.apiModels.put({
        id: storeId(group.id, p.ModelName),
        regionId: group.regionId,
        createdTime,
        modifiedTime: createdTime,
        tags: createTags(p.Tag),
        modelId: newHexId(),
        groupId: group.id,
        name: p.ModelName,
        schema: p.Schema,
        description: p.Description ?? "",
      });
      return {
        GroupId: group.id,
        RegionId: group.regionId,
        ModelId: model.modelId,
        ModelRef: modelRef(model),
        ModelName: model.name,
        Schema: model.schema,
        Description: model.description,
        CreatedTime: model.createdTime,
        ModifiedTime: model.modifiedTime,
      };
    },
  }),
  cloudApiOperation({
    action: "DescribeModels",
    parameters: {
      GroupId: requiredId,
      ModelId: { type: "string" },
      ModelName: { type: "string" },
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.apiModels.filter(
        (model) =>
          model.groupId === p.GroupId &&
          (!p.ModelId || model.modelId === p.ModelId) &&
          (!p.ModelName || model.name === p.ModelName) &&
          hasTags(model, p.Tag),
      );
      const page = takePage(found, p);
      const rows = page.items.map((model) => ({
        ModelId: model.modelId,
        ModelName: model.name,
        GroupId: model.groupId,
        Schema: model.schema,
        Description: model.description,
        ModelRef: modelRef(model),
        CreatedTime: model.createdTime,
        ModifiedTime: model.modifiedTime,
        Tags: { TagInfo: keyValueTags(model.tags) },
      }));
      return { ...pageFields(page), ModelDetails: { ModelDetail: rows } };
    },
  }),
  cloudApiOperation({
    action: "ModifyModel",
    parameters: {
      GroupId: requiredId,
      ModelName: { type: "string", required: true },
      NewModelName: modelName,
      Schema: { type: "string" },
      Description: description,
    },
    handle(call, p) {
      const model = findModel(call, p.GroupId, p.ModelName);
      if (p.Schema) checkSchema(p.Schema);
      const name = p.NewModelName || model.name;
      if (name !== model.name) refuseTakenName(call, model.groupId, name);
      call.store.apiModels.delete(model.id);
      call.store.apiModels.put({
        ...model,
        id: storeId(model.groupId, name),
        name,
        schema: p.Schema || model.schema,
        description: p.Description ?? model.description,
        modifiedTime: isoSeconds(call.cloud.clock()),
      });
      return {};
    },
  }),
  cloudApiOperation({
    action: "DeleteModel",
    parameters: { GroupId: requiredId, ModelName: { type: "string", required: true } },
    handle(call, p) {
      const { id } = findModel(call, p.GroupId, p.ModelName);
      call.store.apiModels.delete(id);
      return {};
    },
  }),
];
