import type { App } from "../../store/model";
import { type Call, cloudApiOperation, inScope } from "../common/call";
import { newDecimalId, newHexId } from "../common/ids";
import { pageFields, paging, takePage } from "../common/paging";
import { createTags, hasTags, keyValueTags, tagParameter, withTags } from "../common/tags";
import { isoSeconds } from "../common/times";
import { apiError } from "./errors";
import { appName, description } from "./names";

const maxApps = 1000;

export const appId = {
  type: "string",
  required: true,
  pattern: /^\d{1,19}$/,
  form: "a decimal number",
} as const;
const credential = {
  type: "string",
  secret: true,
  minLength: 4,
  maxLength: 128,
  pattern: /^[\w.-]+$/,
  form: "letters, digits, _ . -",
} as const;

/** Credentials that the caller may set. */
export const chosenAppKey = credential;
export const chosenAppSecret = credential;
export const chosenAppCode = credential;

export function findApp(call: Call, id: string): App {
  const app = call.store.apps.get(id);
  if (!app) throw apiError("NotFoundApp", id);
  return app;
}

/** An unused AppKey: the requested one, or a new one with 9 digits. */
export function freeAppKey(call: Call, chosen: string | undefined): string {
  const isTaken = (key: string) =>
    call.store.apps.all().some(({ keys }) => keys.some(({ appKey }) => appKey === key));
  if (chosen) {
    if (isTaken(chosen)) throw apiError("DuplicateAppKey");
    return chosen;
  }
  for (;;) {
    const key = newDecimalId(9);
    if (!isTaken(key)) return key;
  }
}

/** An unused AppCode: the requested one, or a new one with 32 hex digits. */
export function freeAppCode(call: Call, chosen: string | undefined): string {
  if (chosen && call.store.apps.all().some(({ appCodes }) => appCodes.includes(chosen))) {
    throw apiError("DuplicateAppCode");
  }
  return chosen || newHexId();
}

function freeAppId(call: Call): string {
  for (;;) {
    const id = newDecimalId(9);
    if (!call.store.apps.get(id)) return id;
  }
}

function refuseTakenName(call: Call, name: string, ownId = ""): void {
  const taken = call.store.apps.find((app) => app.name === name && app.id !== ownId);
  if (taken) throw apiError("DuplicateAppName", name);
}

const describeApp = (app: App) => ({
  // The API returns a number.
  AppId: Number(app.id),
  AppName: app.name,
  Description: app.description,
  Disabled: false,
  Extend: "",
  CreatedTime: app.createdTime,
  ModifiedTime: app.modifiedTime,
});

export const apps = [
  cloudApiOperation({
    action: "CreateApp",
    parameters: {
      AppName: { ...appName, required: true },
      Description: description,
      AppKey: chosenAppKey,
      AppSecret: chosenAppSecret,
      AppCode: chosenAppCode,
      Tag: tagParameter,
    },
    handle(call, p) {
      refuseTakenName(call, p.AppName);
      if (call.store.apps.all().length >= maxApps) throw apiError("QuotaExceeded.App", maxApps);
      const createdTime = isoSeconds(call.cloud.clock());
      const app = call.store.apps.put({
        id: freeAppId(call),
        regionId: call.regionId,
        createdTime,
        modifiedTime: createdTime,
        tags: createTags(p.Tag),
        name: p.AppName,
        description: p.Description ?? "",
        keys: [{ appKey: freeAppKey(call, p.AppKey), appSecret: p.AppSecret || newHexId() }],
        appCodes: [freeAppCode(call, p.AppCode)],
      });
      return { AppId: Number(app.id), TagStatus: true };
    },
  }),
  cloudApiOperation({
    action: "DescribeApp",
    parameters: { AppId: appId },
    handle: (call, p) => describeApp(findApp(call, p.AppId)),
  }),
  cloudApiOperation({
    action: "DescribeApps",
    parameters: { AppId: { ...appId, required: false }, ...paging },
    handle(call, p) {
      const found = call.store.apps.filter((app) => inScope(call, app) && (!p.AppId || app.id === p.AppId));
      const page = takePage(found, p);
      const rows = page.items.map(({ id, name, description: text }) => ({
        AppId: Number(id),
        AppName: name,
        Description: text,
      }));
      return { ...pageFields(page), Apps: { AppItem: rows } };
    },
  }),
  cloudApiOperation({
    action: "DescribeAppAttributes",
    parameters: {
      AppId: { ...appId, required: false },
      AppName: { type: "string" },
      AppKey: { type: "string", secret: true },
      AppCode: { type: "string", secret: true },
      Sort: { type: "string", enum: ["asc", "desc"] },
      Tag: tagParameter,
      ...paging,
    },
    handle(call, p) {
      const found = call.store.apps
        .filter(
          (app) =>
            inScope(call, app) &&
            (!p.AppId || app.id === p.AppId) &&
            (!p.AppName || app.name.includes(p.AppName)) &&
            (!p.AppKey || app.keys.some(({ appKey }) => appKey === p.AppKey)) &&
            (!p.AppCode || app.appCodes.includes(p.AppCode)) &&
            hasTags(app, p.Tag),
        )
        .sort((a, b) => b.modifiedTime.localeCompare(a.modifiedTime) * (p.Sort === "asc" ? -1 : 1));
      const page = takePage(found, p);
      const rows = page.items.map((app) => ({
        ...describeApp(app),
        Tags: { TagInfo: keyValueTags(app.tags) },
      }));
      return { ...pageFields(page), Apps: { AppAttribute: rows } };
    },
  }),
  cloudApiOperation({
    action: "ModifyApp",
    parameters: {
      AppId: appId,
      AppName: appName,
      Description: description,
      Disabled: { type: "boolean", implemented: [false] },
      Tag: tagParameter,
    },
    handle(call, p) {
      const app = findApp(call, p.AppId);
      if (p.AppName) refuseTakenName(call, p.AppName, app.id);
      if (p.Tag.length > 0) app.tags = withTags(app.tags, p.Tag);
      app.name = p.AppName || app.name;
      app.description = p.Description ?? app.description;
      app.modifiedTime = isoSeconds(call.cloud.clock());
      return {};
    },
  }),
  cloudApiOperation({
    // Its authorizations are deleted with it.
    action: "DeleteApp",
    parameters: { AppId: appId, Tag: tagParameter },
    handle(call, p) {
      const app = findApp(call, p.AppId);
      for (const grant of call.store.authorizations.filter((one) => one.appId === app.id)) {
        call.store.authorizations.delete(grant.id);
      }
      call.store.apps.delete(app.id);
      return {};
    },
  }),
];
