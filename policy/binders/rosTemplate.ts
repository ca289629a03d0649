import { type CollectionTag, Pair, parseDocument, type ScalarTag, YAMLMap } from "yaml";
import { isUnknown, type Unknown } from "../core/facts";
import { conditionFunctions, isObject, objectIn, TemplateValues } from "./rosValues";

/** A domain that a template of Resource Orchestration Service binds. */
export interface TemplateDomain {
  /** Id of the group. */
  readonly group: string | Unknown;
  /** Empty when the template has none. */
  readonly domain: string | Unknown;
  readonly hasCertificate: boolean;
  /** Whether its condition surely holds; those whose condition does not are left out. */
  readonly isMade: boolean;
}

/** The domains in a template, or where it breaks. */
export type TemplateDomains = { readonly domains: readonly TemplateDomain[] } | { readonly broken: string };

const resourceType = "ALIYUN::ApiGateway::CustomDomain";
const certificateProperties = ["CertificateBody", "CertificateName", "CertificatePrivateKey"];

/** Short forms of functions that take a text. Source: Resource Orchestration Service, "Functions". */
const shortForms: ScalarTag[] = ["Ref", "Condition", "GetAtt", "Sub"].map((name) => ({
  tag: `!${name}`,
  resolve: (text) => ({ [["Ref", "Condition"].includes(name) ? name : `Fn::${name}`]: text }),
}));

/** Short forms of functions on conditions. */
const conditionForms: CollectionTag[] = conditionFunctions.map((name) => ({
  tag: `!${name}`,
  collection: "seq",
  resolve: (list) => {
    const map = new YAMLMap();
    map.items.push(new Pair(`Fn::${name}`, list));
    return map;
  },
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
  const values = new TemplateValues(template, parameters);
  const domains = Object.values(resources)
    .filter(isObject)
    .filter((resource) => resource.Type === resourceType)
    .map((resource) => ({
      properties: objectIn(resource, "Properties"),
      isMade: resource.Condition === undefined || values.holds(resource.Condition),
    }))
    .filter(({ properties, isMade }) => isMade !== false && !isMadeIn(resources, properties.GroupId))
    .map(({ properties, isMade }) => ({
      group: values.textOf(properties.GroupId),
      domain: values.textOf(properties.DomainName),
      hasCertificate: certificateProperties.some((name) => Boolean(properties[name])),
      isMade: isMade === true,
    }));
  return { domains };
}

/** A template as plain data, or in words where it breaks. JSON is YAML too. */
function parsed(body: string): object | string {
  const document = parseDocument(body, {
    customTags: [...shortForms, ...conditionForms],
    logLevel: "silent",
  });
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
