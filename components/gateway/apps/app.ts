import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as alicloud from "../../alicloud";
import { child, uniqueChild } from "../../component/children";
import { Component } from "../../component/component";
import { AppCredentials } from "../../dynamic/appCredentials/resource";
import { Authorization } from "../../dynamic/authorization/resource";
import { credentialKinds } from "../../validation/credentials";
import { nameInStage } from "../../validation/stages";
import type { AppArgs, AppAuthorization } from "./args";
import { type AppPlan, appDefinition, isGenerated, keepsPrevious } from "./plan";

declare module "../../component/children" {
  interface ChildKinds {
    /** An app. @local app name */
    app: typeof alicloud.apigateway.App;
    /** Credentials of an app. */
    appCredentials: typeof AppCredentials;
    /** A generated AppCode, AppKey or AppSecret. */
    generatedCredential: typeof random.RandomPassword;
    /** Authorization of an app to call APIs. */
    authorization: typeof Authorization;
  }
}

/**
 * An app: the identity of a caller, with its credentials and authorizations.
 *
 * @example
 * ```ts
 * import { ApiGroup, App, Publication, Routes } from "alicloud-vpc-api";
 *
 * const { groupId } = new ApiGroup("shop", { groupName: "shop" });
 * const routes = { "get-item": { path: "/items", backend: { mock: { body: "[]" } } } };
 * const { revisions } = new Routes("shop", { groupId, routes });
 * const { published } = new Publication("shop", { groupId, routes: revisions });
 * const app = new App("frontend", {
 *   appName: "shop_frontend",
 *   authorization: published.RELEASE && { groupId, ...published.RELEASE },
 * });
 *
 * export const appCode = app.appCode; // secret
 * ```
 */
export class App extends Component<AppPlan> {
  /** The app. */
  readonly app: alicloud.apigateway.App;
  /** ID of the app, a decimal number. */
  readonly appId: pulumi.Output<string>;
  /** AppCode for `Authorization: APPCODE …`. Secret. */
  readonly appCode: pulumi.Output<string>;
  /** AppKey that a signed request names. Secret. */
  readonly appKey: pulumi.Output<string>;
  /** AppSecret that signs requests. Secret. */
  readonly appSecret: pulumi.Output<string>;
  /** Previous AppCode, while it still works. Secret. */
  readonly previousAppCode: pulumi.Output<string | undefined>;

  /** @throws ArgumentError with every problem in the arguments, before any resource is registered */
  constructor(name: string, args: AppArgs, opts?: pulumi.ComponentResourceOptions) {
    super(appDefinition, name, args, opts);
    const { appName, description, expires, authorization, authorizations, tags } = this.plan;
    this.app = uniqueChild(this, "app", alicloud.apigateway.App, "app", { name: appName, description, tags });
    this.appId = this.app.id;
    if (expires !== undefined && Date.parse(expires) <= Date.now()) {
      void pulumi.log.warn(
        `expires: ${expires} has passed: ${appName} can no longer call any API. ` +
          "Use a later time, or remove the app.",
        this.app,
      );
    }
    const credentials = child(this, "appCredentials", AppCredentials, "credentials", {
      appId: this.app.id,
      ...this.credentials(),
    });
    this.appCode = pulumi.secret(credentials.appCode);
    this.appKey = pulumi.secret(credentials.appKey);
    this.appSecret = pulumi.secret(credentials.appSecret);
    this.previousAppCode = pulumi.secret(credentials.previousAppCode);
    if (authorization) this.authorize("authorization", authorization);
    for (const [stage, authorized] of Object.entries(authorizations)) {
      this.authorize(nameInStage("authorization", stage), authorized);
    }
    this.registerProperties("appId", "appCode", "appKey", "appSecret", "previousAppCode");
  }

  /** Credentials that the service does not generate. */
  private credentials(): Partial<Record<(typeof credentialKinds)[number], pulumi.Output<string>>> & {
    keepPrevious?: boolean;
  } {
    const { credentials: settings } = this.plan;
    const outputs = credentialKinds.flatMap((kind) => {
      const source = settings[kind];
      if (source === undefined) return [];
      if (!isGenerated(source)) return [[kind, pulumi.secret(source)] as const];
      const { result } = child(
        this,
        "generatedCredential",
        random.RandomPassword,
        kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
        { length: 32, special: false, upper: false, keepers: { rotation: String(source.rotation) } },
        // A rotation replaces the generated credential.
        { protect: false },
      );
      return [[kind, pulumi.secret(result)] as const];
    });
    if (outputs.length === 0) return {};
    return { ...Object.fromEntries(outputs), keepPrevious: keepsPrevious(settings) };
  }

  private authorize(name: string, { groupId, stage, apiIds }: AppAuthorization): void {
    // An app has one authorization for a group in each environment.
    uniqueChild(this, "authorization", Authorization, name, {
      appId: this.app.id,
      groupId,
      stage,
      apis: apiIds,
      expires: this.plan.expires,
    });
  }
}
