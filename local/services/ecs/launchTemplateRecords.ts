import type { LaunchTemplate, LaunchTemplateVersion } from "../../store/model";
import type { Call } from "../common/call";
import { ecsError } from "./errors";

/** Finds a launch template by ID, or by its name in the region. */
export function findTemplate(call: Call, id: string | undefined, name: string | undefined): LaunchTemplate {
  const template = id
    ? call.store.launchTemplates.get(id)
    : call.store.launchTemplates.find((one) => one.regionId === call.regionId && one.name === name);
  if (!template || (name && template.name !== name))
    throw ecsError("InvalidLaunchTemplate.NotFound", [id, name].filter(Boolean).join(", "));
  return template;
}

export function findVersion(template: LaunchTemplate, number: number): LaunchTemplateVersion {
  const version = template.versions.find((one) => one.number === number);
  if (!version) throw ecsError("InvalidLaunchTemplateVersion.NotFound", number, template.id);
  return version;
}

/** Parts of a template that describe the others and are no parameters of RunInstances. */
const descriptive =
  /^(VpcId|NetworkType|ImageOwnerAlias|EnableVmOsConfig|SystemDisk\.(DeleteWithInstance|Iops))$/;

/** The parameters of RunInstances in a template, in their text form: `SystemDisk.Size`, `DataDisk.1.Size`. */
export function rawParameters(data: { [parameter: string]: unknown }): Map<string, string> {
  const raw = new Map<string, string>();
  const add = (path: string, value: unknown): void => {
    if (value === undefined || value === null || descriptive.test(path)) return;
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) add(`${path}.${index + 1}`, item);
    } else if (typeof value === "object") {
      for (const [name, part] of Object.entries(value)) add(`${path}.${name}`, part);
    } else raw.set(path, String(value));
  };
  for (const [name, value] of Object.entries(data)) add(name, value);
  return raw;
}
