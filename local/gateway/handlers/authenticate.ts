import { type AppCodeMode, readAppCode } from "../appCode";
import { filled, type GatewayContext, type Handler } from "../context";
import { GatewayError } from "../errors";
import { lookUpIn } from "../lookup";
import { appBySignature } from "../signedRequest";

/** Accepted credentials in error messages, by the API's AppCode setting. */
const ACCEPTED: Readonly<Record<AppCodeMode, string>> = {
  DISABLE: "`X-Ca-Key`",
  HEADER: "`X-Ca-Key` or `Authorization: APPCODE ...`",
  HEADER_QUERY: "`X-Ca-Key`, `Authorization: APPCODE ...` or query parameter `AppCode`",
};

function appCodeMode(context: GatewayContext): AppCodeMode {
  const { appCodeAuthType } = filled(context.api, "api").definition;
  return appCodeAuthType === "DEFAULT" ? filled(context.group, "group").authAppCode : appCodeAuthType;
}

/**
 * Identifies the calling app: by its signature, or by its AppCode if the API accepts one. Assumption: in a request with
 * both, the signature counts. An AppCode in a place where the API accepts none is ignored.
 */
export const authenticate: Handler = {
  name: "authenticate",
  title: "Authentication: which app calls",
  handle(context) {
    if (filled(context.api, "api").definition.authType === "ANONYMOUS") return;
    if (context.header("x-ca-key") !== undefined || context.header("x-ca-signature") !== undefined) {
      return appBySignature(context).then((app) => {
        context.app = app;
      });
    }
    const mode = appCodeMode(context);
    const appCode = readAppCode(mode, context.header("authorization"), () => context.query);
    if (appCode === undefined) throw new GatewayError("A400MA", { accepted: ACCEPTED[mode] });
    const app = lookUpIn(context.services.store).appByCode(filled(context.group, "group").regionId, appCode);
    if (!app) throw new GatewayError("A400AC");
    context.app = app;
  },
};
