import type { ApiGroup } from "../../store/model";
import { type Call, cloudApiOperation, inScope } from "../common/call";
import { newHexId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { createTags, hasTags, keyValueTags, tagParameter, withTags } from "../common/tags";
import { isoSeconds } from "../common/times";
import { describeDomain, listDomains, refuseRivals } from "./domainRules";
import { apiError } from "./errors";
import { findGatewayInstance, readStatus, sharedInstanceId } from "./gatewayInstances";
import { JsonFields } from "./jsonFields";
import { description, gatewayName, requiredId, stageNames } from "./names";
import { dropAttachments } from "./pluginLookup";
import { stageDescriptions, stageId } from "./stages";

const maxGroups = 200;

const basePath = {
  type: "string",
  maxLength: 200,
  pattern: /^\/[\w./~%-]*$/,
  form: "a path such as / or /v1",
} as const;

/** Finds a group by ID in any region. */
export function findGroup(call: Call, id: string): ApiGroup {
  const group = call.store.apiGroups.get(id);
  if (!group) throw apiError("NotFoundApiGroup", id);
  return group;
}

function refuseTakenName(call: Call, name: string, ownId = ""): void {
  const taken = call.store.apiGroups.find((group) => group.name === name && group.id !== ownId);
  if (taken) throw apiError("DuplicateGroupName", name);
}

function describeGroup(call: Call, group: ApiGroup) {
  const instance = findGatewayInstance(call.store, group.regionId, group.instanceId);
  return {
    GroupId: group.id,
    GroupName: group.name,
    Description: group.description,
    BasePath: group.basePath,
    RegionId: group.regionId,
    SubDomain: group.subDomain,
    InstanceId: group.instanceId,
    InstanceType: instance?.type ?? "VPC_SHARED",
    HttpsPolicy: instance?.httpsPolicy ?? "HTTPS2_TLS1_0",
    BillingStatus: "NORMAL",
    IllegalStatus: "NORMAL",
    TrafficLimit: 500,
    CreatedTime: group.createdTime,
    ModifiedTime: group.modifiedTime,
  };
}

/** Parts of requests and answers that the access log has in addition. Answers contain the text of the call. */
function readUserLogConfig(value: unknown): string {
  const fields = new JsonFields("UserLogConfig", value);
  const config = {
    requestBody: fields.choice("RequestBody", ["true", "false"], "false") === "true",
    responseBody: fields.choice("ResponseBody", ["true", "false"], "false") === "true",
    queryString: fields.text("QueryString") ?? "",
    requestHeaders: fields.text("RequestHeaders") ?? "",
    responseHeaders: fields.text("ResponseHeaders") ?? "",
    jwtClaims: fields.text("JwtClaims") ?? "",
  };
  fields.finish();
  return JSON.stringify(config);
}

export const groups = [
  cloudApiOperation({
    action: "CreateApiGroup",
    parameters: {
      GroupName: { ...gatewayName, required: true },
      Description: description,
      BasePath: basePath,
      InstanceId: { type: "string" },
      Tag: tagParameter,
    },
    handle(call, p) {
      const { regionId, store } = call;
      const instanceId = p.InstanceId || sharedInstanceId;
      const instance = findGatewayInstance(store, regionId, instanceId);
      if (!instance) throw apiError("NotFoundInstance", instanceId, regionId);
      if (readStatus(call, instance) !== "RUNNING") {
        throw apiError("InvalidInstanceStatus", instanceId, instance.status);
      }
      refuseTakenName(call, p.GroupName);
      const count = store.apiGroups.filter((group) => group.regionId === regionId).length;
      if (count >= maxGroups) throw apiError("QuotaExceeded.ApiGroup", maxGroups);
      const id = newHexId();
      const createdTime = isoSeconds(call.cloud.clock());
      const group = store.apiGroups.put({
        id,
        regionId,
        createdTime,
        modifiedTime: createdTime,
        tags: createTags(p.Tag),
        name: p.GroupName,
        description: p.Description ?? "",
        basePath: p.BasePath || "/",
        instanceId,
        subDomain: `${id}-${regionId}.alicloudapi.com`,
        vpcDomain: "",
        userLogConfig: "",
        authAppCode: "DISABLE",
      });
      return {
        GroupId: group.id,
        GroupName: group.name,
        Description: group.description,
        BasePath: group.basePath,
        SubDomain: group.subDomain,
        InstanceId: instanceId,
        InstanceType: instance.type,
        TagStatus: true,
      };
    },
  }),
  cloudApiOperation({
    action: "DescribeApiGroup",
    parameters: { GroupId: requiredId, Tag: tagParameter },
    handle(call, p) {
      const group = findGroup(call, p.GroupId);
      const stages = stageNames.map((stage) => ({
        StageId: stageId(group.id, stage),
        StageName: stage,
        Description: stageDescriptions[stage],
      }));
      return {
        ...describeGroup(call, group),
        Status: "NORMAL",
        Ipv6Status: "NORMAL",
        // Empty unless enabled: the Terraform provider treats any value as enabled.
        VpcDomain: group.vpcDomain,
        VpcSlbIntranetDomain: "",
        UserLogConfig: group.userLogConfig,
        CloudMarketCommodity: false,
        DisableInnerDomain: false,
        DefaultDomain: "",
        PassthroughHeaders: "",
        CompatibleFlags: "",
        CmsMonitorGroup: "",
        CustomDomains: {
          DomainItem: listDomains(call.store, group.id).map((one) => describeDomain(call.store, group, one)),
        },
        StageItems: { StageInfo: stages },
      };
    },
  }),
  cloudApiOperation({
    action: "DescribeApiGroups",
    parameters: {
      GroupId: { type: "string" },
      GroupName: { type: "string" },
      InstanceId: { type: "string" },
      BasePath: { type: "string" },
      Sort: { type: "string", enum: ["asc", "desc"] },
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.apiGroups
        .filter(
          (group) =>
            inScope(call, group) &&
            (!p.GroupId || group.id === p.GroupId) &&
            (!p.GroupName || group.name.includes(p.GroupName)) &&
            (!p.InstanceId || group.instanceId === p.InstanceId) &&
            (!p.BasePath || group.basePath === p.BasePath) &&
            hasTags(group, p.Tag),
        )
        .sort((a, b) => b.modifiedTime.localeCompare(a.modifiedTime) * (p.Sort === "asc" ? -1 : 1));
      const page = takePage(found, p);
      const rows = page.items.map((group) => ({
        ...describeGroup(call, group),
        Tags: { TagInfo: keyValueTags(group.tags) },
      }));
      return { ...pageFields(page), ApiGroupAttributes: { ApiGroupAttribute: rows } };
    },
  }),
  cloudApiOperation({
    action: "ModifyApiGroup",
    parameters: {
      GroupId: requiredId,
      GroupName: gatewayName,
      Description: description,
      BasePath: basePath,
      UserLogConfig: { type: "json" },
      Tag: tagParameter,
    },
    handle(call, p) {
      const group = findGroup(call, p.GroupId);
      const userLogConfig = p.UserLogConfig === undefined ? undefined : readUserLogConfig(p.UserLogConfig);
      if (p.GroupName) refuseTakenName(call, p.GroupName, group.id);
      for (const { domainName } of p.BasePath ? listDomains(call.store, group.id) : [])
        refuseRivals(call.store, { ...group, basePath: p.BasePath ?? group.basePath }, domainName);
      if (p.Tag.length > 0) group.tags = withTags(group.tags, p.Tag);
      group.name = p.GroupName || group.name;
      group.description = p.Description ?? group.description;
      group.basePath = p.BasePath || group.basePath;
      group.userLogConfig = userLogConfig ?? group.userLogConfig;
      group.modifiedTime = isoSeconds(call.cloud.clock());
      const { id, name, basePath: path, subDomain } = group;
      return {
        GroupId: id,
        GroupName: name,
        Description: group.description,
        BasePath: path,
        SubDomain: subDomain,
      };
    },
  }),
  cloudApiOperation({
    // The call also succeeds for a group that does not exist. Assumption: its custom domains and models are deleted with it.
    action: "DeleteApiGroup",
    parameters: { GroupId: requiredId, Tag: tagParameter },
    handle(call, p) {
      const apis = call.store.apis.filter(({ groupId }) => groupId === p.GroupId);
      const [first] = apis;
      if (first) throw apiError("NotEmptyApiGroup", p.GroupId, apis.length, first.definition.name);
      for (const { id } of listDomains(call.store, p.GroupId)) call.store.customDomains.delete(id);
      dropAttachments(call, ({ groupId }) => groupId === p.GroupId);
      for (const { id, groupId } of call.store.apiModels.all())
        if (groupId === p.GroupId) call.store.apiModels.delete(id);
      call.store.apiGroups.delete(p.GroupId);
      return {};
    },
  }),
  cloudApiOperation({
    // The VPC domain of the group.
    action: "ModifyIntranetDomainPolicy",
    parameters: { GroupId: requiredId, VpcIntranetEnable: { type: "boolean" } },
    handle(call, p) {
      const group = findGroup(call, p.GroupId);
      if (p.VpcIntranetEnable !== undefined)
        group.vpcDomain = p.VpcIntranetEnable ? `${group.id}-${group.regionId}-vpc.alicloudapi.com` : "";
      return {};
    },
  }),
  cloudApiOperation({
    action: "SetGroupAuthAppCode",
    parameters: {
      GroupId: requiredId,
      AuthAppCode: { type: "string", enum: ["DISABLE", "HEADER", "HEADER_QUERY"], required: true },
    },
    handle(call, p) {
      findGroup(call, p.GroupId).authAppCode = p.AuthAppCode;
      return {};
    },
  }),
];
