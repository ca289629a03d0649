const parseFields = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Array.from(text.matchAll(/([^\s:]+)(?::(\S+))?/g), ([, name = "", type = "any"]) => [name, type]),
  );

/** Fields that a header shares with a parameter. */
const headerFields = `description required deprecated allowEmptyValue style explode allowReserved example
  schema:Schema examples:Example{} content:MediaType{}`;

/**
 * Fixed fields of the objects of OpenAPI 3.0 and 3.1, with the types of their values: `Server[]` is a list,
 * `Response{}` a map. A value without a type is not checked here. `Schema` also has the keywords that OpenAPI 3.1
 * takes from JSON Schema 2020-12. Source: OpenAPI Specification 3.0.4 and 3.1.1.
 */
export const objects = {
  Document: parseFields(`
    openapi jsonSchemaDialect info:Info servers:Server[] paths:Paths webhooks:PathItem{} components:Components
    security:SecurityRequirement[] tags:Tag[] externalDocs:ExternalDocs`),
  Info: parseFields("title summary description termsOfService version contact:Contact license:License"),
  Contact: parseFields("name url email"),
  License: parseFields("name identifier url"),
  Server: parseFields("url description variables:ServerVariable{}"),
  ServerVariable: parseFields("enum default description"),
  Components: parseFields(`
    schemas:Schema{} responses:Response{} parameters:Parameter{} examples:Example{} requestBodies:RequestBody{}
    headers:Header{} securitySchemes:SecurityScheme{} links:Link{} callbacks:Callback{} pathItems:PathItem{}`),
  Paths: {},
  PathItem: parseFields(`
    summary description get:Operation put:Operation post:Operation delete:Operation options:Operation
    head:Operation patch:Operation trace:Operation x-aliyun-apigateway-any-method:Operation servers:Server[]
    parameters:Parameter[]`),
  Operation: parseFields(`
    tags summary description operationId deprecated externalDocs:ExternalDocs parameters:Parameter[]
    requestBody:RequestBody responses:Responses callbacks:Callback{} security:SecurityRequirement[]
    servers:Server[]`),
  ExternalDocs: parseFields("description url"),
  Parameter: parseFields(`name in ${headerFields}`),
  Header: parseFields(headerFields),
  RequestBody: parseFields("description required content:MediaType{}"),
  MediaType: parseFields("example schema:Schema examples:Example{} encoding:Encoding{}"),
  Encoding: parseFields("contentType style explode allowReserved headers:Header{}"),
  Responses: {},
  Response: parseFields("description headers:Header{} content:MediaType{} links:Link{}"),
  Callback: {},
  Example: parseFields("summary description value externalValue"),
  Link: parseFields("operationRef operationId parameters requestBody description server:Server"),
  Tag: parseFields("name description externalDocs:ExternalDocs"),
  Discriminator: parseFields("propertyName mapping"),
  XML: parseFields("name namespace prefix attribute wrapped"),
  SecurityScheme: parseFields(
    "type description name in scheme bearerFormat openIdConnectUrl flows:OAuthFlows",
  ),
  OAuthFlows: parseFields(
    "implicit:OAuthFlow password:OAuthFlow clientCredentials:OAuthFlow authorizationCode:OAuthFlow",
  ),
  OAuthFlow: parseFields("authorizationUrl tokenUrl refreshUrl scopes"),
  SecurityRequirement: {},
  Schema: parseFields(`
    title description type format enum default required nullable example deprecated multipleOf maximum
    exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems uniqueItems
    maxProperties minProperties readOnly writeOnly allOf:Schema[] oneOf:Schema[] anyOf:Schema[] not:Schema
    items:Schema properties:Schema{} additionalProperties:Schema discriminator:Discriminator xml:XML
    externalDocs:ExternalDocs
    $id $schema $anchor $dynamicAnchor $dynamicRef $vocabulary $comment const examples dependentRequired
    maxContains minContains contentEncoding contentMediaType $defs:Schema{} definitions:Schema{} if:Schema
    then:Schema else:Schema dependentSchemas:Schema{} prefixItems:Schema[] contains:Schema
    patternProperties:Schema{} propertyNames:Schema unevaluatedItems:Schema unevaluatedProperties:Schema
    contentSchema:Schema`),
} satisfies Record<string, Readonly<Record<string, string>>>;

export type ObjectName = keyof typeof objects;

/** Objects that determine which operations exist and who may call them. Unknown fields in them are errors. */
export const strictObjects: readonly ObjectName[] = [
  "Document",
  "Components",
  "Paths",
  "PathItem",
  "Operation",
  "SecurityScheme",
  "SecurityRequirement",
];
