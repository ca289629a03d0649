import { accessRules } from "../scenarios";
import { keys } from "../tokens";
import type { Samples } from "./sample";

export const pluginSamples: Samples = {
  plugins: [
    { of: "throttling.perApi", set: { "throttling.perApi": 6_000 } },
    { of: "throttling.perApp", set: { "throttling.perApp": 5_000 } },
    { of: "throttling.apps", set: { "throttling.apps": { shop_web: 4_000 } } },
    { of: "cors.origins", set: { "cors.origins": ["https://web.example.com"] } },
    { of: "cors.methods", set: { "cors.methods": ["GET", "POST"] } },
    { of: "cors.headers", set: { "cors.headers": ["X-Token", "Authorization"] } },
    { of: "cors.exposeHeaders", set: { "cors.exposeHeaders": ["X-Total"] } },
    { of: "cors.maxAge", set: { "cors.maxAge": 60 } },
    { of: "ipAccess.allow", set: { "ipAccess.allow": ["127.0.0.0/8", "10.0.0.0/8"] } },
    { of: "ipAccess.forwardedFor", set: { "ipAccess.forwardedFor": -1 } },
    { of: "ipAccess.deny", set: { ipAccess: { deny: ["10.9.0.0/16"] } } },
    { of: "ipAccess", set: { ipAccess: { RELEASE: { deny: ["10.9.0.0/16"] } } }, to: "by environment" },
    { of: "jwt.parameter", set: { "jwt.parameter": "X-Other-Token" } },
    { of: "jwt.claims", set: { "jwt.claims": { sub: "X-Caller", jti: "X-Id" } } },
    {
      of: "jwt.claims[].parameter jwt.claims[].location",
      set: { "jwt.claims.sub": { parameter: "caller", location: "query" } },
    },
    { of: "jwt.jwk.kid jwt.jwk.k", set: { "jwt.jwk": keys.second }, to: "another secret" },
    { of: "jwt.jwk.use", set: { "jwt.jwk.use": undefined }, to: "none" },
    { of: "jwt.jwk.kty jwt.jwk.alg jwt.jwk.n jwt.jwk.e", set: { "jwt.jwk": keys.rsa }, to: "an RSA key" },
    { of: "jwt.jwk.crv jwt.jwk.x jwt.jwk.y", set: { "jwt.jwk": keys.ec }, to: "an EC key" },
    { of: "jwt.jwks", set: { "jwt.jwk": undefined, "jwt.jwks": [keys.first, keys.second] }, to: "two keys" },
    { of: "errorMapping.condition", set: { "errorMapping.condition": "$status = 404 or $status = 405" } },
    {
      of: "errorMapping.parameters errorMapping.code",
      set: {
        "errorMapping.parameters": { code: "StatusCode" },
        "errorMapping.condition": "$code = 404",
        "errorMapping.code": "code",
      },
    },
    { of: "errorMapping.mappings", set: { "errorMapping.mappings": { "404": { status: 403 } } } },
    {
      of: "errorMapping.default.status errorMapping.default.message",
      set: { "errorMapping.default": { status: 502, message: "broken" } },
    },
    {
      of: "plugins[].document",
      set: { "plugins.own.document": accessRules("POST") },
      to: "another document",
    },
    { of: "plugins[].stages", set: { "plugins.own.stages": ["RELEASE"] } },
    {
      of: "plugins[].type",
      set: { errorMapping: undefined, "plugins.own": { type: "errorMapping", document: errorDocument() } },
      to: "errorMapping",
    },
    {
      of: "plugins",
      set: { "plugins.more": { type: "accessControl", document: accessRules("GET") } },
      to: "one more",
    },
    {
      of: "routes[].plugins.plugins",
      set: {
        "routes.get-home.plugins.plugins": { route: { type: "accessControl", document: accessRules("GET") } },
      },
    },
    {
      of: "routes[].plugins.ipAccess",
      set: { "routes.get-home.plugins.ipAccess": { allow: ["127.0.0.1"] } },
    },
    {
      of: "routes[].plugins.jwt",
      set: { "routes.get-home.plugins.jwt": { parameter: "X-Token", jwk: keys.first } },
    },
    {
      of: "routes[].plugins.errorMapping",
      set: {
        "plugins.own": undefined,
        "routes.get-home.plugins.errorMapping": {
          ...{ parameters: { status: "StatusCode" }, condition: "$status = 404", default: { status: 410 } },
        },
      },
    },
    { of: "jwt", set: { jwt: { RELEASE: { parameter: "X-Token", jwk: keys.first } } }, to: "by environment" },
    {
      of: "errorMapping",
      set: {
        errorMapping: {
          RELEASE: {
            parameters: { status: "StatusCode" },
            condition: "$status = 404",
            default: { status: 410 },
          },
        },
      },
      to: "by environment",
    },
  ],
};

function errorDocument() {
  return {
    parameters: { status: "StatusCode" },
    errorCondition: "$status = 404",
    defaultMapping: { statusCode: 410 },
  };
}
