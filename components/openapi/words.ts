import { methods } from "../gateway/routes/values";

/**
 * Extensions of Alibaba Cloud's own documents, with which the service imports an API. Source: the service's
 * "Import Swagger files to create APIs with API Gateway extensions". The spelling `paramater` is that of the
 * service.
 */
export const vendor = {
  authType: "x-aliyun-apigateway-auth-type",
  anyMethod: "x-aliyun-apigateway-any-method",
  backend: "x-aliyun-apigateway-backend",
  constants: "x-aliyun-apigateway-constant-parameters",
  handling: "x-aliyun-apigateway-paramater-handling",
  systems: "x-aliyun-apigateway-system-parameters",
} as const;

export const vendorPrefix = "x-aliyun-apigateway-";

/** Extension for what neither OpenAPI nor the vendor expresses: protocols, and parameters at the service. */
export const ownExtension = "x-alicloud-vpc-api";

/** Values of `paramater-handling`. */
export const handlings = { MAPPING: "mapping", PASSTHROUGH: "pass-through" } as const;

/** Fields of a path item that are operations, by method. */
export const operationFields: Readonly<Record<string, (typeof methods)[number]>> = Object.fromEntries(
  methods.map((method) => [method === "ANY" ? vendor.anyMethod : method.toLowerCase(), method]),
);

/** Content type of a form whose fields are mapped one by one. */
export const formType = "application/x-www-form-urlencoded";

/** Header parameters that OpenAPI ignores, because other fields describe them. */
export const ignoredHeaders: readonly string[] = ["accept", "content-type", "authorization"];

/** Security schemes of a document that {@link openApiFromRoutes} writes. */
export const securitySchemes = {
  AppCode: {
    type: "apiKey",
    in: "header",
    name: "Authorization",
    description: 'The AppCode of an app that is authorized, as "APPCODE <AppCode>".',
  },
  AppCodeInQuery: {
    type: "apiKey",
    in: "query",
    name: "AppCode",
    description: "The AppCode of an app that is authorized.",
  },
  AppSignature: {
    type: "apiKey",
    in: "header",
    name: "X-Ca-Signature",
    description: "A signature with the AppKey and the AppSecret of an app that is authorized.",
  },
} as const;

/** Schemes that authorize a caller, by `appCode` of the route. */
export const schemesByAppCode = {
  header: ["AppCode"],
  "header and query": ["AppCode", "AppCodeInQuery"],
  off: ["AppSignature"],
} as const;
