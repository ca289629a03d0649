import { randomUUID } from "node:crypto";
import { joinPaths } from "../gateway/paths";
import { formatPairs, isForm, parsePairs } from "../gateway/query";
import { contentMd5, sign, stringToSign } from "../gateway/signature";
import type { Api, ApiDefinition, ApiGroup, App } from "../store/model";
import type { Store } from "../store/store";
import type { DebugRequest } from "./debugRequest";
import { Refusal } from "./refusal";

/** Maximum size of a request in the vendor's Debug page in bytes: request line, headers and body. */
const MESSAGE_BYTES = 512 * 1024;

/** A call of an API through the gateway. */
export interface GatewayCall {
  protocol: "http" | "https";
  method: string;
  /** Path and query. */
  target: string;
  headers: Record<string, string>;
  body: string;
}

/**
 * Creates the gateway call for a debug request, with the credentials of the app. Like the vendor's page, it uses the
 * public second-level domain of the group.
 *
 * @throws Refusal if the API or app does not exist, or the message is too large
 */
export function composeDebugCall(store: Store, request: DebugRequest): GatewayCall {
  const api = store.apis.get(request.apiId);
  const group = api && store.apiGroups.get(api.groupId);
  if (!api || !group) throw new Refusal(404, `There is no API "${request.apiId}".`);
  // An API that is not published in the environment is called too. The gateway reports that itself.
  const published = api.deployments.find((it) => it.stage === request.stage && it.status === "ONLINE");
  const definition = published?.definition ?? api.definition;
  const method = selectMethod(definition, request);
  const path = request.path ?? ownPath(group, definition);
  const query = formatPairs(Object.entries(request.query));
  const headers: Record<string, string> = {
    ...request.headers,
    host: group.subDomain,
    "x-ca-stage": request.stage,
    ...(request.body && { "content-length": String(Buffer.byteLength(request.body)) }),
  };
  const call: GatewayCall = {
    protocol: /\bHTTP\b/i.test(definition.request.protocol) ? "http" : "https",
    method,
    target: query === "" ? path : `${path}?${query}`,
    headers: { ...headers, ...credentials(store, api, request, { method, path, headers }, definition) },
    body: request.body,
  };
  checkSize(call);
  return call;
}

function selectMethod({ request: { method } }: ApiDefinition, request: DebugRequest): string {
  if (method === "ANY") return request.method ?? "GET";
  if (request.method === undefined || request.method === method) return method;
  throw new Refusal(400, `"method" is "${request.method}". The API accepts ${method} only. Remove it.`);
}

function ownPath(group: ApiGroup, definition: ApiDefinition): string {
  const path = joinPaths(group.basePath, definition.request.path);
  if (!/[[*]/.test(path)) return path;
  throw new Refusal(400, `"path" is missing. The API's path is ${path}: put values for its parameters.`);
}

function checkSize({ method, target, headers, body }: GatewayCall): void {
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...Object.entries(headers).map((pair) => pair.join(": ")),
    "",
    body,
  ];
  const size = Buffer.byteLength(lines.join("\r\n"));
  if (size <= MESSAGE_BYTES) return;
  throw new Refusal(
    413,
    `The request message has ${size} bytes. The Debug page sends up to ${MESSAGE_BYTES} (512 KB); use an SDK for larger ones.`,
  );
}

function credentials(
  store: Store,
  api: Api,
  request: DebugRequest,
  { method, path, headers }: { method: string; path: string; headers: Record<string, string> },
  { allowSignatureMethod }: ApiDefinition,
): Record<string, string> {
  if (request.auth === "none") return {};
  const app = selectApp(store, api, request);
  if (request.auth === "appcode") {
    const appCode = app.appCodes[0];
    if (appCode === undefined) throw new Refusal(400, `The app ${app.name} has no AppCode.`);
    return { authorization: `APPCODE ${appCode}` };
  }
  const key = app.keys[0];
  if (!key) throw new Refusal(400, `The app ${app.name} has no AppKey.`);
  const signatureMethod = allowSignatureMethod.split(",")[0]?.trim() || "HmacSHA256";
  const form = isForm(headers["content-type"]);
  const signed: Record<string, string> = {
    ...headers,
    ...(request.body && !form && { "content-md5": contentMd5(Buffer.from(request.body)) }),
    "x-ca-key": key.appKey,
    "x-ca-nonce": randomUUID(),
    "x-ca-signature-method": signatureMethod,
    "x-ca-timestamp": String(Date.now()),
    "x-ca-signature-headers": "x-ca-key,x-ca-nonce,x-ca-signature-method,x-ca-stage,x-ca-timestamp",
  };
  const text = stringToSign({
    method,
    path,
    query: Object.entries(request.query),
    form: form ? parsePairs(request.body) : [],
    header: (name) => signed[name.toLowerCase()],
  });
  const signature = sign(signatureMethod, key.appSecret, text);
  if (signature === undefined) {
    throw new Refusal(400, `The API's signature method ${signatureMethod} is none that the gateway has.`);
  }
  return { ...signed, "x-ca-signature": signature };
}

/** The app with the given ID. Without an ID, an app that may call the API. */
function selectApp(store: Store, api: Api, { appId, stage }: DebugRequest): App {
  if (appId !== undefined) {
    const app = store.apps.get(appId);
    if (app?.regionId === api.regionId) return app;
    throw new Refusal(404, `App "${appId}" does not exist in ${api.regionId}.`);
  }
  const authorized = store.authorizations
    .filter((it) => it.apiId === api.id && it.stage === stage)
    .flatMap((it) => store.apps.get(it.appId) ?? []);
  if (authorized[0]) return authorized[0];
  throw new Refusal(
    400,
    `No app is authorized for the API in ${stage}. Authorize one there, or choose an app.`,
  );
}
