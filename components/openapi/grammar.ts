/** Fields whose values are not checked here, from their names, which are separated by spaces. */
const unchecked = (names: string): Readonly<Record<string, "any">> =>
  Object.fromEntries(names.split(" ").map((name) => [name, "any"]));

/** Fields that a header shares with a parameter. */
const headerFields = {
  ...unchecked("description required deprecated allowEmptyValue style explode allowReserved example"),
  schema: "Schema",
  examples: "Example{}",
  content: "MediaType{}",
} as const;

/**
 * Fixed fields of the objects of OpenAPI 3.0 and 3.1, with the types of their values: `Server[]` is a list,
 * `Response{}` a map, `any` a value that is not checked here. Source: OpenAPI Specification 3.0.4 and 3.1.1.
 */
export const objects = {
  Document: {
    ...unchecked("openapi jsonSchemaDialect"),
    info: "Info",
    servers: "Server[]",
    paths: "Paths",
    webhooks: "PathItem{}",
    components: "Components",
    security: "SecurityRequirement[]",
    tags: "Tag[]",
    externalDocs: "ExternalDocs",
  },
  Info: {
    ...unchecked("title summary description termsOfService version"),
    contact: "Contact",
    license: "License",
  },
  Contact: unchecked("name url email"),
  License: unchecked("name identifier url"),
  Server: { ...unchecked("url description"), variables: "ServerVariable{}" },
  ServerVariable: unchecked("enum default description"),
  Components: {
    schemas: "Schema{}",
    responses: "Response{}",
    parameters: "Parameter{}",
    examples: "Example{}",
    requestBodies: "RequestBody{}",
    headers: "Header{}",
    securitySchemes: "SecurityScheme{}",
    links: "Link{}",
    callbacks: "Callback{}",
    pathItems: "PathItem{}",
  },
  Paths: {},
  PathItem: {
    ...unchecked("summary description"),
    get: "Operation",
    put: "Operation",
    post: "Operation",
    delete: "Operation",
    options: "Operation",
    head: "Operation",
    patch: "Operation",
    trace: "Operation",
    "x-aliyun-apigateway-any-method": "Operation",
    servers: "Server[]",
    parameters: "Parameter[]",
  },
  Operation: {
    ...unchecked("tags summary description operationId deprecated"),
    externalDocs: "ExternalDocs",
    parameters: "Parameter[]",
    requestBody: "RequestBody",
    responses: "Responses",
    callbacks: "Callback{}",
    security: "SecurityRequirement[]",
    servers: "Server[]",
  },
  ExternalDocs: unchecked("description url"),
  Parameter: { ...unchecked("name in"), ...headerFields },
  Header: headerFields,
  RequestBody: { ...unchecked("description required"), content: "MediaType{}" },
  MediaType: { ...unchecked("example"), schema: "Schema", examples: "Example{}", encoding: "Encoding{}" },
  Encoding: { ...unchecked("contentType style explode allowReserved"), headers: "Header{}" },
  Responses: {},
  Response: { ...unchecked("description"), headers: "Header{}", content: "MediaType{}", links: "Link{}" },
  Callback: {},
  Example: unchecked("summary description value externalValue"),
  Link: { ...unchecked("operationRef operationId parameters requestBody description"), server: "Server" },
  Tag: { ...unchecked("name description"), externalDocs: "ExternalDocs" },
  Discriminator: unchecked("propertyName mapping"),
  XML: unchecked("name namespace prefix attribute wrapped"),
  SecurityScheme: {
    ...unchecked("type description name in scheme bearerFormat openIdConnectUrl"),
    flows: "OAuthFlows",
  },
  OAuthFlows: {
    implicit: "OAuthFlow",
    password: "OAuthFlow",
    clientCredentials: "OAuthFlow",
    authorizationCode: "OAuthFlow",
  },
  OAuthFlow: unchecked("authorizationUrl tokenUrl refreshUrl scopes"),
  SecurityRequirement: {},
  Schema: {
    ...unchecked("title description type format enum default required nullable example deprecated"),
    ...unchecked("multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern"),
    ...unchecked("maxItems minItems uniqueItems maxProperties minProperties readOnly writeOnly"),
    allOf: "Schema[]",
    oneOf: "Schema[]",
    anyOf: "Schema[]",
    not: "Schema",
    items: "Schema",
    properties: "Schema{}",
    additionalProperties: "Schema",
    discriminator: "Discriminator",
    xml: "XML",
    externalDocs: "ExternalDocs",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

export type ObjectName = keyof typeof objects;

/** Keywords of JSON Schema 2020-12 that OpenAPI 3.1 adds to {@link objects}.Schema. */
export const schemaKeywords = {
  ...unchecked("$id $schema $anchor $dynamicAnchor $dynamicRef $vocabulary $comment const examples"),
  ...unchecked("dependentRequired maxContains minContains contentEncoding contentMediaType"),
  $defs: "Schema{}",
  definitions: "Schema{}",
  if: "Schema",
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: "Schema",
  else: "Schema",
  dependentSchemas: "Schema{}",
  prefixItems: "Schema[]",
  contains: "Schema",
  patternProperties: "Schema{}",
  propertyNames: "Schema",
  unevaluatedItems: "Schema",
  unevaluatedProperties: "Schema",
  contentSchema: "Schema",
} as const satisfies Readonly<Record<string, string>>;

/**
 * Objects that determine which operations exist and who may call them. Unknown fields in them reject the
 * document.
 */
export const strictObjects: readonly ObjectName[] = [
  "Document",
  "Components",
  "Paths",
  "PathItem",
  "Operation",
  "SecurityScheme",
  "SecurityRequirement",
];
