import type OpenApiClient from "@alicloud/openapi-core";
import type * as pulumi from "@pulumi/pulumi";
import { credentialKinds, credentialProblems } from "../../validation/credentials";
import { withoutUndefined } from "../../validation/given";
import { callApiGateway } from "../client/apiGateway";
import { orGone, readErrorCode, unlessCode, unlessGone, unlessMade, whileBusy } from "../client/calls";
import { PartlyDone } from "../client/partlyDone";
import { compareIdentity, DynamicProvider, hasUnknown, reportDeleted } from "../provider";
import { type AppSecurities, collectSecurities, type Turn, turn } from "./appSecurities";
import type { AppCredentialsInputs } from "./resource";

export interface AppCredentialsState extends AppCredentialsInputs {
  appKey: string;
  appSecret: string;
  appCode: string;
  /** Previous AppCode, while it still works. */
  previousAppCode?: string;
  /** Previous AppKey, while it still works. */
  previousAppKey?: string;
}

/**
 * Credentials of an app. A new AppCode, or a new pair of AppKey and AppSecret, is created before the old one
 * is deleted. An AppSecret alone is replaced under its AppKey. The credentials belong to the app, so there is
 * nothing to delete.
 */
export class AppCredentialsProvider extends DynamicProvider implements pulumi.dynamic.ResourceProvider {
  async check(olds: Partial<AppCredentialsInputs>, news: AppCredentialsInputs) {
    const inputs = this.inRegion(news);
    const { appId, regionId } = inputs;
    const isSameApp = olds.appId === appId && !hasUnknown([appId, regionId]);
    if (isSameApp && !(await orGone(() => this.listRows(inputs))))
      return { inputs, failures: [{ property: "", reason: goneApp(appId) }] };
    const known = credentialKinds.filter((kind) => news[kind] !== undefined && !hasUnknown(news[kind]));
    const values = Object.fromEntries(known.map((kind) => [kind, news[kind]]));
    const failures = credentialProblems(values).map(({ kind, problem, hint }) => {
      // Names no property: the engine would print its value.
      return { property: "", reason: `${kind}: ${problem} ${hint}` };
    });
    return { inputs, failures };
  }

  async diff(_id: string, olds: AppCredentialsState, news: AppCredentialsInputs) {
    const changed = credentialKinds.some((kind) => news[kind] !== undefined && news[kind] !== olds[kind]);
    const ends = !news.keepPrevious && Boolean(olds.previousAppCode || olds.previousAppKey);
    return compareIdentity<AppCredentialsInputs>(olds, news, ["appId"], changed || ends);
  }

  /**
   * Replaces the credentials that the service generated for a new app. An app that already has the desired
   * credentials is not new: only the resource is replaced, and other credentials of the app may be the
   * previous ones.
   */
  async create(inputs: AppCredentialsInputs) {
    const { codes, keys } = await this.lookUp(inputs);
    const [appKey = "", appSecret = ""] = [...keys][0] ?? [];
    const made = { ...inputs, appCode: codes[0] ?? "", appKey, appSecret };
    const isThere = [codes.includes(inputs.appCode ?? ""), keys.has(inputs.appKey ?? "")].some(Boolean);
    return { id: inputs.appId, outs: await this.settle(made, inputs, isThere && inputs.keepPrevious) };
  }

  async update(_id: string, olds: AppCredentialsState, news: AppCredentialsInputs) {
    return { outs: await this.settle(olds, news) };
  }

  /**
   * Keeps the credentials in the state as long as they work. Otherwise reports the ones that replaced them.
   */
  async read(id: string, props: Partial<AppCredentialsState>): Promise<pulumi.dynamic.ReadResult> {
    const inputs: AppCredentialsInputs = { ...props, appId: id };
    const securities = await unlessCode(/^NotFoundApp$/, () => this.lookUp(inputs));
    if (!securities) return reportDeleted();
    return { id, props: createState(inputs, securities, planTurns(props, {}, securities, true)) };
  }

  /**
   * Changes the app's credentials to the desired ones. If a step fails, the state contains the completed
   * steps.
   */
  private async settle(
    was: AppCredentialsState,
    to: AppCredentialsInputs,
    keep = to.keepPrevious ?? false,
  ): Promise<AppCredentialsState> {
    const securities = await this.lookUp(to);
    const turns = planTurns(was, to, securities, keep);
    const { code, key } = turns;
    const steps = planSteps(to, securities, turns);
    let state = was;
    try {
      for (const { call, becomes } of steps) {
        await call(this.clientIn(to));
        state = { ...state, ...becomes };
      }
      const now = steps.length > 0 ? await this.lookUp(to) : securities;
      const taken = `App ${to.appId}: another app already has the requested AppCode or AppKey. Use other values.`;
      if (!now.codes.includes(code.current ?? "") || !now.keys.has(key.current ?? "")) throw new Error(taken);
      if (to.appSecret !== undefined && now.keys.get(key.current ?? "") !== to.appSecret) {
        throw new Error(
          `App ${to.appId}: the service set an AppSecret other than the requested one. ` +
            "Set appKey as well to create a new pair, or remove appSecret.",
        );
      }
      return createState(to, now, turns);
    } catch (error) {
      const cause = withoutSecrets(error, [was, to]);
      throw state === was ? cause : new PartlyDone(to.appId, withoutUndefined(state), cause);
    }
  }

  private async listRows(inputs: AppCredentialsInputs) {
    const query = { appId: Number(inputs.appId) };
    const body = await callApiGateway(this.clientIn(inputs), "describeAppSecurities", query);
    return body?.appSecuritys?.appSecurity ?? [];
  }

  private async lookUp(inputs: AppCredentialsInputs): Promise<AppSecurities> {
    const { appId } = inputs;
    const securities = collectSecurities(await whileBusy(() => this.listRows(inputs)));
    if (securities.codes.length === 0 || ![...securities.keys.values()].some(Boolean))
      throw new Error(`App ${appId} has no AppKey, AppSecret or AppCode.`);
    return securities;
  }
}

/**
 * Describes an app that no longer exists. A refresh does not help, because the alicloud provider fails to
 * read it.
 */
const goneApp = (appId: string): string =>
  `App ${appId} no longer exists. It was deleted outside of Pulumi. Run ` +
  "`pulumi up --replace '<URN of the app>'`, with the URN of the alicloud:apigateway/app:App that " +
  "`pulumi stack --show-urns` prints.";

/** Changes of an AppCode, and of an AppKey with its AppSecret. */
interface Turns {
  code: Turn;
  key: Turn;
}

const planTurns = (
  was: Partial<AppCredentialsState>,
  to: Partial<AppCredentialsInputs>,
  { codes, keys }: AppSecurities,
  keep: boolean,
): Turns => ({
  code: turn({ current: was.appCode, previous: was.previousAppCode }, to.appCode, codes, keep),
  key: turn({ current: was.appKey, previous: was.previousAppKey }, to.appKey, [...keys.keys()], keep),
});

/** A call and its effect on the state. */
interface Step {
  call: (client: OpenApiClient) => Promise<unknown>;
  becomes: Partial<AppCredentialsState>;
}

function planSteps(to: AppCredentialsInputs, securities: AppSecurities, { code, key }: Turns): Step[] {
  const { appId, appSecret } = to;
  const { current: appCode = "" } = code;
  const { current: appKey = "" } = key;
  const dropCode = (old: string): Step => ({
    call: (client) => unlessGone(() => callApiGateway(client, "deleteAppCode", { appId, appCode: old })),
    becomes: { previousAppCode: undefined },
  });
  const dropKey = (old: string): Step => ({
    call: (client) => unlessGone(() => callApiGateway(client, "deleteAppKey", { appId, appKey: old })),
    becomes: { previousAppKey: undefined },
  });
  const addCode: Step = {
    call: (client) => unlessMade(() => callApiGateway(client, "createAppCode", { appId, appCode })),
    becomes: { appCode, previousAppCode: code.before },
  };
  const addPair: Step = {
    call: (client) => unlessMade(() => callApiGateway(client, "createAppKey", { appId, appKey, appSecret })),
    becomes: { appKey, appSecret: appSecret ?? "", previousAppKey: key.before },
  };
  const setSecret: Step = {
    call: (client) =>
      whileBusy(() => callApiGateway(client, "resetAppSecret", { appKey, newAppSecret: appSecret })),
    becomes: { appSecret: appSecret ?? "" },
  };
  const isOtherSecret = !key.isNew && appSecret !== undefined && securities.keys.get(appKey) !== appSecret;
  return [
    ...code.outdated.map(dropCode),
    ...key.outdated.map(dropKey),
    ...(code.isNew ? [addCode] : []),
    ...(key.isNew ? [addPair] : []),
    ...(isOtherSecret ? [setSecret] : []),
    ...code.replaced.map(dropCode),
    ...key.replaced.map(dropKey),
  ];
}

function createState(
  inputs: AppCredentialsInputs,
  securities: AppSecurities,
  { code, key }: Turns,
): AppCredentialsState {
  const { current: appCode = "" } = code;
  const { current: appKey = "" } = key;
  const { previousAppCode, previousAppKey, ...rest } = inputs as AppCredentialsState;
  const appSecret = securities.keys.get(appKey) ?? "";
  const previous = { previousAppCode: code.previous, previousAppKey: key.previous };
  return withoutUndefined({ ...rest, appCode, appKey, appSecret, ...previous });
}

/** Removes secrets from an error, in case the service repeated them in its message. */
function withoutSecrets(error: unknown, states: readonly Partial<AppCredentialsState>[]): Error {
  const secrets = states.flatMap((state) => [state.appCode, state.appSecret, state.previousAppCode]);
  const message = error instanceof Error ? error.message : String(error);
  const hide = (text: string, secret?: string) => (secret ? text.replaceAll(secret, "[secret]") : text);
  return Object.assign(new Error(secrets.reduce(hide, message)), { code: readErrorCode(error) });
}
