import type { ParametersOf } from "../../rpc/parameterTypes";
import type { LaunchTemplate, LaunchTemplateVersion } from "../../store/model";
import { clone } from "../../store/tracked";
import { type Call, ecsOperation, inScope } from "../common/call";
import { newResourceId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { accountId } from "../common/regions";
import { checkResourceGroup } from "../common/resourceGroups";
import { createTags, hasTags, tagKeyValueTags, tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import { ecsError } from "./errors";
import { launchParameters } from "./launch";
import { findTemplate, findVersion } from "./launchTemplateRecords";

/** Versions of one template. Source: CreateLaunchTemplateVersion. */
const maxVersions = 30;

// The other parameters of RunInstances are no part of a template. Source: the parameters of CreateLaunchTemplate.
const {
  Amount: _amount,
  MinAmount: _minAmount,
  UniqueSuffix: _uniqueSuffix,
  DryRun: _dryRun,
  ClientToken: _clientToken,
  ...templateParameters
} = launchParameters;

const templateName = {
  type: "string",
  pattern: /^(?!https?:\/\/)(?=.{2,128}$)\p{L}[\p{L}\p{N}:_.-]+$/u,
  form: "2 to 128 letters, digits, colons, underscores, periods, hyphens, a letter first",
} as const;
const versionParameters = {
  ...templateParameters,
  SystemDisk: {
    type: "object",
    fields: {
      ...templateParameters.SystemDisk.fields,
      Category: { type: "string" },
      // Clients send 0 for a size that is not set.
      Size: { type: "integer", min: 20, max: 2048, also: [0] },
      DeleteWithInstance: { type: "boolean" },
      Iops: { type: "integer" },
    },
  },
  DataDisk: {
    ...templateParameters.DataDisk,
    fields: { ...templateParameters.DataDisk.fields, Category: { type: "string" } },
  },
  VpcId: { type: "string" },
  NetworkType: { type: "string", implemented: ["vpc"] },
  ImageOwnerAlias: { type: "string" },
  EnableVmOsConfig: { type: "boolean" },
  VersionDescription: { type: "string", maxLength: 256 },
} as const;
const templateKey = { LaunchTemplateId: { type: "string" }, LaunchTemplateName: { type: "string" } } as const;

type VersionParameters = ParametersOf<typeof versionParameters>;

const withoutEmpty = (values: object): { [name: string]: unknown } =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value !== "" && value !== undefined && !isEmptyObject(value),
    ),
  );
const isEmptyObject = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).length === 0;

function newVersion(call: Call, number: number, p: VersionParameters): LaunchTemplateVersion {
  const { VersionDescription = "", SystemDisk, ...data } = p;
  const { Size, ...disk } = SystemDisk;
  return {
    number,
    description: VersionDescription,
    createdTime: isoSeconds(call.cloud.clock()),
    data: withoutEmpty({ ...data, SystemDisk: withoutEmpty({ ...disk, ...(Size && { Size }) }) }),
  };
}

/** A part of saved parameters as an object or a list of objects. */
const asObject = (value: unknown): { [name: string]: unknown } =>
  typeof value === "object" && value !== null ? { ...value } : {};
const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/**
 * The groups of an interface, like those of the template, have a list in an object. The answer has no IPv6 addresses.
 * Source: the model of DescribeLaunchTemplateVersions in the SDK.
 */
function describeInterface(value: unknown): object {
  const { SecurityGroupIds, Ipv6Address: _addresses, ...fields } = asObject(value);
  return { ...fields, SecurityGroupIds: { SecurityGroupId: asList(SecurityGroupIds) } };
}

function describeVersion(
  template: LaunchTemplate,
  { number, description, createdTime, data }: LaunchTemplateVersion,
) {
  const { SystemDisk, DataDisk, NetworkInterface, SecurityGroupIds, Tag, ImageOptions, ...scalars } =
    clone(data);
  // The service answers the system disk in both forms.
  const flat = Object.entries(asObject(SystemDisk)).map(([name, value]) => [`SystemDisk.${name}`, value]);
  return {
    LaunchTemplateId: template.id,
    LaunchTemplateName: template.name,
    VersionNumber: number,
    VersionDescription: description,
    DefaultVersion: number === template.defaultVersion,
    CreateTime: createdTime,
    ModifiedTime: createdTime,
    CreatedBy: accountId,
    LaunchTemplateData: {
      ...scalars,
      // A number, unlike the parameter.
      ...(scalars.SpotPriceLimit !== undefined && { SpotPriceLimit: Number(scalars.SpotPriceLimit) }),
      SystemDisk: asObject(SystemDisk),
      ...Object.fromEntries(flat),
      ...(ImageOptions !== undefined && { ImageOptions }),
      DataDisks: { DataDisk: asList(DataDisk) },
      NetworkInterfaces: { NetworkInterface: asList(NetworkInterface).map(describeInterface) },
      SecurityGroupIds: { SecurityGroupId: asList(SecurityGroupIds) },
      Tags: { InstanceTag: asList(Tag) },
    },
  };
}

const describeTemplate = (template: LaunchTemplate) => ({
  LaunchTemplateId: template.id,
  LaunchTemplateName: template.name,
  DefaultVersionNumber: template.defaultVersion,
  LatestVersionNumber: template.latestVersion,
  CreateTime: template.createdTime,
  ModifiedTime: template.modifiedTime,
  CreatedBy: accountId,
  ResourceGroupId: template.resourceGroupId,
  Tags: { Tag: tagKeyValueTags(template.tags) },
});

/** Launch templates: saved parameters of RunInstances. They are checked when an instance is created from them. */
export const launchTemplates = [
  ecsOperation({
    action: "CreateLaunchTemplate",
    parameters: {
      ...versionParameters,
      LaunchTemplateName: { ...templateName, required: true },
      TemplateTag: tagParameter,
      TemplateResourceGroupId: { type: "string" },
    },
    handle(call, given) {
      const { LaunchTemplateName, TemplateTag, TemplateResourceGroupId, ...p } = given;
      const { regionId, store } = call;
      if (store.launchTemplates.find((one) => one.regionId === regionId && one.name === LaunchTemplateName))
        throw ecsError("InvalidLaunchTemplateName.Duplicated", LaunchTemplateName);
      const createdTime = isoSeconds(call.cloud.clock());
      const { id } = store.launchTemplates.put({
        id: newResourceId("lt", regionId),
        regionId,
        createdTime,
        modifiedTime: createdTime,
        tags: createTags(TemplateTag),
        name: LaunchTemplateName,
        defaultVersion: 1,
        latestVersion: 1,
        resourceGroupId: TemplateResourceGroupId ? checkResourceGroup(call, TemplateResourceGroupId) : "",
        versions: [newVersion(call, 1, p)],
      });
      return { LaunchTemplateId: id, LaunchTemplateVersionNumber: 1 };
    },
  }),
  ecsOperation({
    action: "CreateLaunchTemplateVersion",
    parameters: { ...versionParameters, ...templateKey },
    handle(call, given) {
      const { LaunchTemplateId, LaunchTemplateName, ...p } = given;
      const template = findTemplate(call, LaunchTemplateId, LaunchTemplateName);
      if (template.versions.length >= maxVersions)
        throw ecsError("QuotaExceeded.LaunchTemplateVersion", template.id, maxVersions);
      const number = template.latestVersion + 1;
      template.versions = [...template.versions, newVersion(call, number, p)];
      template.latestVersion = number;
      template.modifiedTime = isoSeconds(call.cloud.clock());
      return {
        LaunchTemplateId: template.id,
        LaunchTemplateVersionNumber: number,
      };
    },
  }),
  ecsOperation({
    action: "DescribeLaunchTemplates",
    parameters: {
      LaunchTemplateId: { type: "list", item: { type: "string" }, max: 100 },
      LaunchTemplateName: { type: "list", item: { type: "string" }, max: 100 },
      TemplateResourceGroupId: { type: "string" },
      TemplateTag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.launchTemplates.filter(
        (one) =>
          inScope(call, one) &&
          (p.LaunchTemplateId.length === 0 || p.LaunchTemplateId.includes(one.id)) &&
          (p.LaunchTemplateName.length === 0 || p.LaunchTemplateName.includes(one.name)) &&
          (!p.TemplateResourceGroupId || one.resourceGroupId === p.TemplateResourceGroupId) &&
          hasTags(one, p.TemplateTag),
      );
      const page = takePage(found, p);
      const rows = page.items.map(describeTemplate);
      return { ...pageFields(page), LaunchTemplateSets: { LaunchTemplateSet: rows } };
    },
  }),
  ecsOperation({
    action: "DescribeLaunchTemplateVersions",
    parameters: {
      ...templateKey,
      LaunchTemplateVersion: { type: "list", item: { type: "integer", min: 1 }, max: 30 },
      MinVersion: { type: "integer", min: 1 },
      MaxVersion: { type: "integer", min: 1 },
      DefaultVersion: { type: "boolean" },
      DetailFlag: { type: "boolean" },
      ...paging,
    },
    handle(call, p) {
      const template = findTemplate(call, p.LaunchTemplateId, p.LaunchTemplateName);
      const found = template.versions.filter(
        ({ number }) =>
          (p.LaunchTemplateVersion.length === 0 || p.LaunchTemplateVersion.includes(number)) &&
          number >= (p.MinVersion ?? number) &&
          number <= (p.MaxVersion ?? number) &&
          (!p.DefaultVersion || number === template.defaultVersion),
      );
      // The newest version is the first one.
      const page = takePage([...found].reverse(), p);
      const rows = page.items.map((version) => describeVersion(template, version));
      return { ...pageFields(page), LaunchTemplateVersionSets: { LaunchTemplateVersionSet: rows } };
    },
  }),
  ecsOperation({
    action: "ModifyLaunchTemplateDefaultVersion",
    parameters: { ...templateKey, DefaultVersionNumber: { type: "integer", required: true, min: 1 } },
    handle(call, p) {
      const template = findTemplate(call, p.LaunchTemplateId, p.LaunchTemplateName);
      template.defaultVersion = findVersion(template, p.DefaultVersionNumber).number;
      return { LaunchTemplateId: template.id };
    },
  }),
  ecsOperation({
    action: "DeleteLaunchTemplate",
    parameters: templateKey,
    handle(call, p) {
      const { id, versions } = findTemplate(call, p.LaunchTemplateId, p.LaunchTemplateName);
      const numbers = versions.map(({ number }) => number);
      call.store.launchTemplates.delete(id);
      return { LaunchTemplateId: id, LaunchTemplateVersionNumbers: { versionNumbers: numbers } };
    },
  }),
  ecsOperation({
    action: "DeleteLaunchTemplateVersion",
    parameters: {
      ...templateKey,
      DeleteVersion: { type: "list", item: { type: "integer", min: 1 }, required: true, max: 30 },
    },
    handle(call, p) {
      const template = findTemplate(call, p.LaunchTemplateId, p.LaunchTemplateName);
      const numbers = p.DeleteVersion.map((number) => findVersion(template, number).number);
      if (numbers.includes(template.defaultVersion))
        throw ecsError("InvalidOperation.DefaultVersion", template.defaultVersion, template.id);
      template.versions = template.versions.filter(({ number }) => !numbers.includes(number));
      const rows = numbers.map((number) => ({
        LaunchTemplateId: template.id,
        LaunchTemplateVersionNumber: number,
      }));
      return { LaunchTemplateVersions: { LaunchTemplateVersion: rows } };
    },
  }),
];
