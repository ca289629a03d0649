import { cloudApiOperation } from "../common/call";
import { newHexId } from "../common/ids";
import { storedKind } from "../common/stored";

const text = { type: "string" } as const;

const stageModel = storedKind({
  define: cloudApiOperation,
  kind: "cloudapi environment model",
  idName: "StageModelId",
  newId: () => newHexId(),
  notFound: "NotFoundStageModel",
  fields: { StageAlias: text, Description: { type: "string", maxLength: 180 } },
  defaults: { Type: "CUSTOM" },
  describe: (_call, { createdTime }) => ({
    CreatedTime: createdTime,
    ModifiedTime: createdTime,
    Tags: undefined,
  }),
});

/** Environments of the user. APIs are published to RELEASE, PRE and TEST only. */
export const stageModels = [
  stageModel.create("CreateStageModel", { fixed: { StageName: text }, required: ["StageName"] }),
  stageModel.changing("ModifyStageModel"),
  stageModel.list("DescribeStageModels", {
    filters: { StageName: text, StageAlias: text },
    as: "StageModelInfoList",
  }),
  stageModel.remove("DeleteStageModel"),
  // The service is open in every account of the local cloud.
  cloudApiOperation({ action: "OpenApiGatewayService", parameters: {}, handle: () => ({ OrderId: "" }) }),
];
