import { parseDocument, type ScalarTag } from "yaml";
import { isUnknown, Unknown } from "../core/facts";

/** A domain that a template of Resource Orchestration Service binds. */
export interface TemplateDomain {
  /** Id of the group. */
  readonly group: string | Unknown;
  readonly domain: string | Unknown;
  readonly hasCertificate: boolean;
}

/** The domains in a template, or where it breaks. */
export type TemplateDomains = { readonly domains: readonly TemplateDomain[] } | { readonly broken: string };

const resourceType = "ALIYUN::ApiGateway::CustomDomain";
const certificateProperties = ["CertificateBody", "CertificateName", "CertificatePrivateKey"];

/** Short forms of functions. Source: Resource Orchestration Service, "Functions". */
const shortForms: ScalarTag[] = ["Ref", "GetAtt", "Sub"].map((name) => ({
  tag: `!${name}`,
  resolve: (text) => ({ [name === "Ref" ? "Ref" : `Fn::${name}`]: text }),
}));

/**
 * The custom domains in a template, in JSON or YAML. Those of groups that the template makes itself are left out.
 *
 * @param parameters values by name, as far as they are known; undefined when none is
 */
export function domainsInTemplate(
  body: string,
  parameters: Readonly<Record<string, unknown>> | undefined,
): TemplateDomains {
  const template = parsed(body);
  if (typeof template === "string") return { broken: template };
  const resources = objectIn(template, "Resources");
  const textOf = (value: unknown): string | Unknown => {
    if (typeof value === "string") return value;
    const name = isObject(value) ? value.Ref : undefined;
    if (typeof name !== "string" || parameters === undefined) return new Unknown("templateBody");
    const given = parameters[name] ?? objectIn(objectIn(template, "Parameters"), name).Default;
    return typeof given === "string" ? given : new Unknown(`parameters ${name}`);
  };
  const domains = Object.values(resources)
    .filter((resource) => isObject(resource) && resource.Type === resourceType)
    .map((resource) => objectIn(resource, "Properties"))
    .filter(({ GroupId }) => !isMadeIn(resources, GroupId))
    .map((properties) => ({
      group: textOf(properties.GroupId),
      domain: textOf(properties.DomainName),
      hasCertificate: certificateProperties.some((name) => Boolean(properties[name])),
    }));
  return { domains };
}

/** A template as plain data, or in words where it breaks. JSON is YAML too. */
function parsed(body: string): object | string {
  const document = parseDocument(body, { customTags: shortForms, logLevel: "silent" });
  const [error] = document.errors;
  if (error) {
    const [{ line, col } = { line: 1, col: 1 }] = error.linePos ?? [];
    return `breaks at line ${line}, column ${col}`;
  }
  try {
    const data: unknown = document.toJS({ maxAliasCount: 100 });
    return isObject(data) ? data : "is no object";
  } catch {
    return "has aliases that cannot be followed";
  }
}

function isMadeIn(resources: Readonly<Record<string, unknown>>, group: unknown): boolean {
  if (!isObject(group)) return false;
  const { Ref: ref, "Fn::GetAtt": attribute } = group;
  const name = ref ?? (Array.isArray(attribute) ? (attribute as unknown[])[0] : attribute);
  return typeof name === "string" && (name.split(".")[0] ?? "") in resources;
}

/** Parameters of a stack by name, of which some may be unknown; undefined when all are. */
export function parametersOf(list: unknown): Readonly<Record<string, unknown>> | undefined {
  if (isUnknown(list)) return undefined;
  const each = (Array.isArray(list) ? (list as unknown[]) : []).filter(isObject);
  return Object.fromEntries(
    each.map(({ parameterKey, parameterValue }) => [String(parameterKey), parameterValue]),
  );
}

function objectIn(holder: unknown, key: string): Readonly<Record<string, unknown>> {
  const value = isObject(holder) ? holder[key] : undefined;
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isUnknown(value);
}
