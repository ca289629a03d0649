import { isUnknown, type Unknown } from "../core/values";
import { isObject, objectIn, TemplateValues } from "./rosValues";

/** A domain that a ROS template binds. */
export interface TemplateDomain {
  /** ID of the group. */
  readonly group: string | Unknown;
  /** Expression of the group. Equal expressions are one group. */
  readonly groupKey: string;
  /** Empty if the template sets none. */
  readonly domain: string | Unknown;
  readonly hasCertificate: boolean;
  /** Whether the template certainly creates it for this group. Resources that it does not create are left out. */
  readonly isCreated: boolean;
}

/** The domains of a template, or why they are unknown. */
export interface TemplateDomains {
  readonly domains: readonly TemplateDomain[];
  /** Why there may be further domains, as a clause that completes "not decided, because its template …". */
  readonly unread?: string;
}

const resourceType = "ALIYUN::ApiGateway::CustomDomain";
const nestedType = "ALIYUN::ROS::Stack";
const certificateProperties = ["CertificateBody", "CertificateName", "CertificatePrivateKey"];

/** Levels of nested stacks. Source: Resource Orchestration Service, "Nested stacks". */
const maxDepth = 5;

/**
 * Parses the custom domains of a template in JSON, the only format that the provider accepts. Domains of groups that the
 * template creates are left out.
 *
 * @param parameters values by name; undefined if all are unknown
 */
export function parseTemplateDomains(
  body: string,
  parameters: Readonly<Record<string, unknown>> | undefined,
): TemplateDomains {
  const template = parseObject(body);
  return template ? readTemplate(template, TemplateValues.ofStack(template, parameters), 1) : invalid;
}

const invalid: TemplateDomains = { domains: [], unread: "is not an object in JSON" };

function readTemplate(
  template: Readonly<Record<string, unknown>>,
  values: TemplateValues,
  depth: number,
): TemplateDomains {
  const all = Object.values(objectIn(template, "Resources"))
    .filter(isObject)
    .map((resource) => ({ resource, isCreated: values.isCreated(resource) }))
    .filter(({ isCreated }) => isCreated !== false)
    .map(({ resource, isCreated }) => {
      const properties = objectIn(resource, "Properties");
      const isCertain = isCreated === true;
      if (resource.Type === resourceType) return readDomain(properties, values, isCertain);
      return resource.Type === nestedType
        ? readNested(properties, values, isCertain, depth)
        : { domains: [] };
    });
  const unread = all.find((one) => one.unread !== undefined)?.unread;
  return { domains: all.flatMap(({ domains }) => domains), ...(unread !== undefined && { unread }) };
}

function readDomain(
  properties: Readonly<Record<string, unknown>>,
  values: TemplateValues,
  isCreated: boolean,
): TemplateDomains {
  const { value: group, key: groupKey, isOfTemplate, isConditional } = values.resolve(properties.GroupId);
  if (isOfTemplate) return { domains: [] };
  const domain = values.evaluateString(properties.DomainName);
  const hasCertificate = certificateProperties.some((name) => Boolean(properties[name]));
  const isCertain = isCreated && !isConditional;
  return { domains: [{ group, groupKey, domain, hasCertificate, isCreated: isCertain }] };
}

function readNested(
  properties: Readonly<Record<string, unknown>>,
  values: TemplateValues,
  isCreated: boolean,
  depth: number,
): TemplateDomains {
  const body = properties.TemplateBody;
  const template = isObject(body) ? body : typeof body === "string" ? parseObject(body) : undefined;
  if (!template || depth === maxDepth)
    return { domains: [], unread: "has a nested stack whose template is not part of it" };
  const nested = readTemplate(template, values.nest(template, properties.Parameters), depth + 1);
  return {
    ...nested,
    domains: nested.domains.map((one) => ({ ...one, isCreated: isCreated && one.isCreated })),
  };
}

function parseObject(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const data: unknown = JSON.parse(body);
    return isObject(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

/** Returns the parameters of a stack by name; undefined if all are unknown. */
export function readParameters(list: unknown): Readonly<Record<string, unknown>> | undefined {
  if (isUnknown(list)) return undefined;
  const each = (Array.isArray(list) ? (list as unknown[]) : []).filter(isObject);
  return Object.fromEntries(
    each.map(({ parameterKey, parameterValue }) => [String(parameterKey), parameterValue]),
  );
}
