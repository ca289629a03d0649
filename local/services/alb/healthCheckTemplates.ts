import type { ParametersOf } from "../../rpc/parameterTypes";
import type { AlbHealthCheckTemplate } from "../../store/model";
import { albOperation, type Call, inScope } from "../common/call";
import { newResourceId } from "../common/ids";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, keyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { albError } from "./errors";
import {
  changedHealthCheck,
  defaultHealthCheck,
  describeHealthCheck,
  healthCheckConfig,
} from "./healthCheck";
import { newJob } from "./jobs";
import { clientToken, dryRun, name } from "./loadBalancers";
import { listed, listParameters } from "./pages";
import { findServerGroup } from "./serverGroups";

const templateId = { type: "string", required: true } as const;
const common = { ClientToken: clientToken, DryRun: dryRun } as const;
const { HealthCheckEnabled: _enabled, ...checkFields } = healthCheckConfig.fields;

function findTemplate(call: Call, id: string): AlbHealthCheckTemplate {
  const template = call.store.albHealthCheckTemplates.get(id);
  if (!template) throw albError("ResourceNotFound.HealthCheckTemplate", id);
  return template;
}

function describeTemplate(template: AlbHealthCheckTemplate) {
  const {
    HealthCheckEnabled: _ignored,
    HealthCheckCodes,
    ...check
  } = describeHealthCheck(template.healthCheck);
  return {
    HealthCheckTemplateId: template.id,
    HealthCheckTemplateName: template.name,
    ...check,
    // The provider expects none for TCP.
    HealthCheckCodes: check.HealthCheckProtocol === "TCP" ? [] : HealthCheckCodes,
    ResourceGroupId: template.resourceGroupId,
    Tags: keyValueTags(template.tags),
  };
}

type CheckParameters = ParametersOf<typeof checkFields>;

const mergeCheck = (present: AlbHealthCheckTemplate["healthCheck"], p: CheckParameters) =>
  changedHealthCheck(present, p);

/** Named health checks for server groups. */
export const healthCheckTemplates = [
  albOperation({
    action: "CreateHealthCheckTemplate",
    parameters: {
      ...common,
      HealthCheckTemplateName: { ...name, required: true },
      ...checkFields,
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
      Tags: tagParameter,
    },
    handle(call, p) {
      const template = call.store.albHealthCheckTemplates.put({
        id: newResourceId("hct", call.regionId),
        regionId: call.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: createTags([...p.Tag, ...p.Tags]),
        name: p.HealthCheckTemplateName,
        healthCheck: mergeCheck(defaultHealthCheck, p),
        resourceGroupId: checkResourceGroup(call, p.ResourceGroupId),
      });
      return { HealthCheckTemplateId: template.id };
    },
  }),
  albOperation({
    action: "GetHealthCheckTemplateAttribute",
    parameters: { HealthCheckTemplateId: templateId },
    handle: (call, p) => describeTemplate(findTemplate(call, p.HealthCheckTemplateId)),
  }),
  albOperation({
    action: "ListHealthCheckTemplates",
    parameters: {
      HealthCheckTemplateIds: { type: "list", item: { type: "string" }, max: 10 },
      HealthCheckTemplateNames: { type: "list", item: { type: "string" }, max: 10 },
      ResourceGroupId: { type: "string" },
      Tag: tagParameter,
      ...listParameters,
    },
    handle(call, p) {
      const found = call.store.albHealthCheckTemplates.filter(
        (template) =>
          inScope(call, template) &&
          (p.HealthCheckTemplateIds.length === 0 || p.HealthCheckTemplateIds.includes(template.id)) &&
          (p.HealthCheckTemplateNames.length === 0 || p.HealthCheckTemplateNames.includes(template.name)) &&
          (!p.ResourceGroupId || template.resourceGroupId === p.ResourceGroupId) &&
          hasTags(template, p.Tag),
      );
      return listed("HealthCheckTemplates", found.map(describeTemplate), p);
    },
  }),
  albOperation({
    action: "UpdateHealthCheckTemplateAttribute",
    parameters: {
      ...common,
      HealthCheckTemplateId: templateId,
      HealthCheckTemplateName: name,
      ...checkFields,
    },
    handle(call, p) {
      const template = findTemplate(call, p.HealthCheckTemplateId);
      template.healthCheck = mergeCheck(template.healthCheck, p);
      template.name = p.HealthCheckTemplateName || template.name;
      return {};
    },
  }),
  albOperation({
    action: "DeleteHealthCheckTemplates",
    parameters: {
      ...common,
      HealthCheckTemplateIds: { type: "list", item: { type: "string" }, required: true, max: 10 },
    },
    handle(call, p) {
      const templates = p.HealthCheckTemplateIds.map((id) => findTemplate(call, id));
      for (const { id } of templates) call.store.albHealthCheckTemplates.delete(id);
      return {};
    },
  }),
  albOperation({
    // A copy: later changes of the template do not affect the group.
    action: "ApplyHealthCheckTemplateToServerGroup",
    parameters: { ...common, ServerGroupId: templateId, HealthCheckTemplateId: templateId },
    handle(call, p) {
      const group = findServerGroup(call, p.ServerGroupId);
      group.healthCheck = { ...findTemplate(call, p.HealthCheckTemplateId).healthCheck, enabled: true };
      return newJob(call, "ApplyHealthCheckTemplateToServerGroup", group, "servergroup");
    },
  }),
];
