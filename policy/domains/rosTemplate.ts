import { type CollectionTag, Pair, parseDocument, type ScalarTag, YAMLMap } from "yaml";
import { isUnknown, type Unknown } from "../core/values";
import { conditionFunctions, isObject, objectIn, TemplateValues } from "./rosValues";

/** A domain that a ROS template binds. */
export interface TemplateDomain {
  /** ID of the group. */
  readonly group: string | Unknown;
  /** Empty if the template sets none. */
  readonly domain: string | Unknown;
  readonly hasCertificate: boolean;
  /** Whether its condition is certainly true. Resources whose condition is false are left out. */
  readonly isCreated: boolean;
}

/** The domains of a template, or why it is invalid. */
export type TemplateDomains = { readonly domains: readonly TemplateDomain[] } | { readonly broken: string };

const resourceType = "ALIYUN::ApiGateway::CustomDomain";
const certificateProperties = ["CertificateBody", "CertificateName", "CertificatePrivateKey"];

/** Short forms of functions with a string argument. Source: Resource Orchestration Service, "Functions". */
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
 * Parses the custom domains of a template in JSON or YAML. Domains of groups that the template creates are left out.
 *
 * @param parameters known values by name; undefined if all are unknown
 */
export function parseTemplateDomains(
  body: string,
  parameters: Readonly<Record<string, unknown>> | undefined,
): TemplateDomains {
  const template = parseTemplate(body);
  if (typeof template === "string") return { broken: template };
  const resources = objectIn(template, "Resources");
  const values = new TemplateValues(template, parameters);
  const domains = Object.values(resources)
    .filter(isObject)
    .filter((resource) => resource.Type === resourceType)
    .map((resource) => ({
      properties: objectIn(resource, "Properties"),
      isCreated: resource.Condition === undefined || values.evaluateCondition(resource.Condition),
    }))
    .filter(
      ({ properties, isCreated }) =>
        isCreated !== false && !isCreatedByTemplate(resources, properties.GroupId),
    )
    .map(({ properties, isCreated }) => ({
      group: values.evaluateString(properties.GroupId),
      domain: values.evaluateString(properties.DomainName),
      hasCertificate: certificateProperties.some((name) => Boolean(properties[name])),
      isCreated: isCreated === true,
    }));
  return { domains };
}

/** Parses a template, or explains why it is invalid. JSON is valid YAML. */
function parseTemplate(body: string): object | string {
  const document = parseDocument(body, {
    customTags: [...shortForms, ...conditionForms],
    logLevel: "silent",
  });
  const [error] = document.errors;
  if (error) {
    const [{ line, col } = { line: 1, col: 1 }] = error.linePos ?? [];
    return `is invalid at line ${line}, column ${col}`;
  }
  try {
    const data: unknown = document.toJS({ maxAliasCount: 100 });
    return isObject(data) ? data : "is not an object";
  } catch {
    return "has aliases that cannot be resolved";
  }
}

function isCreatedByTemplate(resources: Readonly<Record<string, unknown>>, group: unknown): boolean {
  if (!isObject(group)) return false;
  const { Ref: ref, "Fn::GetAtt": attribute } = group;
  const name = ref ?? (Array.isArray(attribute) ? (attribute as unknown[])[0] : attribute);
  return typeof name === "string" && (name.split(".")[0] ?? "") in resources;
}

/** Returns the parameters of a stack by name; undefined if all are unknown. */
export function readParameters(list: unknown): Readonly<Record<string, unknown>> | undefined {
  if (isUnknown(list)) return undefined;
  const each = (Array.isArray(list) ? (list as unknown[]) : []).filter(isObject);
  return Object.fromEntries(
    each.map(({ parameterKey, parameterValue }) => [String(parameterKey), parameterValue]),
  );
}
