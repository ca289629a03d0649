import type { App } from "../../store/model";
import { type Call, cloudApiOperation } from "../common/call";
import { newHexId } from "../common/ids";
import { tagParameter } from "../common/tags";
import { isoSeconds } from "../common/times";
import {
  appId,
  chosenAppCode,
  chosenAppKey,
  chosenAppSecret,
  findApp,
  freeAppCode,
  freeAppKey,
} from "./apps";
import { apiError } from "./errors";

const requiredSecret = { type: "string", secret: true, required: true } as const;

function touch(call: Call, app: App): void {
  app.modifiedTime = isoSeconds(call.cloud.clock());
}

const times = (app: App) => ({ CreatedTime: app.createdTime, ModifiedTime: app.modifiedTime });

export const appSecurity = [
  cloudApiOperation({
    action: "DescribeAppSecurity",
    parameters: { AppId: appId, Tag: tagParameter },
    handle(call, p) {
      const app = findApp(call, p.AppId);
      const [first] = app.keys;
      return {
        AppKey: first?.appKey ?? "",
        AppSecret: first?.appSecret ?? "",
        AppCode: app.appCodes[0] ?? "",
        ...times(app),
      };
    },
  }),
  cloudApiOperation({
    action: "DescribeAppSecurities",
    parameters: { AppId: appId },
    handle(call, p) {
      const app = findApp(call, p.AppId);
      const length = Math.max(app.keys.length, app.appCodes.length);
      const rows = Array.from({ length }, (_, index) => ({
        AppKey: app.keys[index]?.appKey ?? "",
        AppSecret: app.keys[index]?.appSecret ?? "",
        AppCode: app.appCodes[index] ?? "",
        ...times(app),
      }));
      return { AppSecuritys: { AppSecurity: rows } };
    },
  }),
  cloudApiOperation({
    // The old code becomes invalid immediately. The answer does not contain the new one. The limit is one call per
    // minute;
    // that it applies to each app is an assumption.
    action: "ResetAppCode",
    parameters: { AppCode: requiredSecret, NewAppCode: chosenAppCode },
    handle(call, p) {
      const app = call.store.apps.find(({ appCodes }) => appCodes.includes(p.AppCode));
      if (!app) throw apiError("NotFoundAppCode");
      const now = call.cloud.clock();
      if (app.codeResetTime && now.getTime() - Date.parse(app.codeResetTime) < 60_000) {
        throw apiError("Throttling.User", app.id);
      }
      const code = freeAppCode(call, p.NewAppCode);
      app.codeResetTime = now.toISOString();
      app.appCodes = app.appCodes.map((old) => (old === p.AppCode ? code : old));
      touch(call, app);
      return {};
    },
  }),
  cloudApiOperation({
    action: "ResetAppSecret",
    parameters: { AppKey: requiredSecret, NewAppKey: chosenAppKey, NewAppSecret: chosenAppSecret },
    handle(call, p) {
      const app = call.store.apps.find(({ keys }) => keys.some(({ appKey }) => appKey === p.AppKey));
      if (!app) throw apiError("NotFoundAppKey");
      const isOther = p.NewAppKey && p.NewAppKey !== p.AppKey;
      const fresh = {
        appKey: isOther ? freeAppKey(call, p.NewAppKey) : p.AppKey,
        appSecret: p.NewAppSecret || newHexId(),
      };
      app.keys = app.keys.map((old) => (old.appKey === p.AppKey ? fresh : old));
      touch(call, app);
      return {};
    },
  }),
  cloudApiOperation({
    action: "CreateAppCode",
    parameters: { AppId: appId, AppCode: chosenAppCode },
    handle(call, p) {
      const app = findApp(call, p.AppId);
      app.appCodes.push(freeAppCode(call, p.AppCode));
      touch(call, app);
      return {};
    },
  }),
  cloudApiOperation({
    action: "DeleteAppCode",
    parameters: { AppId: appId, AppCode: requiredSecret },
    handle(call, p) {
      const app = findApp(call, p.AppId);
      if (!app.appCodes.includes(p.AppCode)) throw apiError("NotFoundAppCode", ` in app ${app.id}`);
      app.appCodes = app.appCodes.filter((code) => code !== p.AppCode);
      touch(call, app);
      return {};
    },
  }),
  cloudApiOperation({
    action: "CreateAppKey",
    parameters: { AppId: appId, AppKey: chosenAppKey, AppSecret: chosenAppSecret },
    handle(call, p) {
      const app = findApp(call, p.AppId);
      app.keys.push({ appKey: freeAppKey(call, p.AppKey), appSecret: p.AppSecret || newHexId() });
      touch(call, app);
      return {};
    },
  }),
  cloudApiOperation({
    action: "DeleteAppKey",
    parameters: { AppId: appId, AppKey: requiredSecret },
    handle(call, p) {
      const app = findApp(call, p.AppId);
      if (!app.keys.some(({ appKey }) => appKey === p.AppKey))
        throw apiError("NotFoundAppKey", ` in app ${app.id}`);
      app.keys = app.keys.filter(({ appKey }) => appKey !== p.AppKey);
      touch(call, app);
      return {};
    },
  }),
];
