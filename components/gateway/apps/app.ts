import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as alicloud from "../../alicloud";
import { type ComponentArgs, childrenOf, type Nodes } from "../../component/children";
import { claimUnique } from "../../component/claims";
import type { Package } from "../../component/defaultProviders";
import { argumentsOf } from "../../component/knownOutputs";
import { childOf, componentType, type Tags } from "../../component/options";
import { resolvePart } from "../../component/part";
import { AppCredentials } from "../../dynamic/appCredentials/resource";
import { Authorization } from "../../dynamic/authorization/resource";
import { checkStage, nameInStage, type Stage } from "../../validation/stages";
import { type CommonAppArgs, checkApp, credentialKinds, isGenerated, keepsPrevious } from "./args";

/** What an app may call in one environment. */
export interface AppAuthorization {
  /** Group that the APIs belong to. */
  groupId: pulumi.Input<string>;
  /** Environment in which it may call them; they must be published there. */
  stage: pulumi.Input<string>;
  /** Ids of the APIs, by route. */
  apiIds: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** Arguments of {@link App}. */
export interface AppArgs extends CommonAppArgs, ComponentArgs {
  /** Name of the app: 4 to 26 letters, digits or underscores, a letter first. */
  appName: string;
  /** What it may call in one environment. Not beside `authorizations`. @default nothing */
  authorization?: AppAuthorization;
  /** What it may call, by environment. @default nothing */
  authorizations?: Partial<Record<Stage, AppAuthorization>>;
  /** Tags on the app. @default none */
  tags?: Tags;
}

/** The identity of a caller, with what it authenticates itself with and what it may call. */
export class App extends pulumi.ComponentResource {
  /** All children, by role and name. */
  readonly nodes: Nodes;
  /** The app. */
  readonly app: alicloud.apigateway.App;
  /** Id of the app, a decimal number. */
  readonly appId: pulumi.Output<string>;
  /** Code for `Authorization: APPCODE …`; secret. */
  readonly appCode: pulumi.Output<string>;
  /** Key that a signed request names; secret. */
  readonly appKey: pulumi.Output<string>;
  /** Secret that a request is signed with; secret. */
  readonly appSecret: pulumi.Output<string>;
  /** The AppCode before, while it still works; secret. */
  readonly previousAppCode: pulumi.Output<string | undefined>;

  /** @throws ArgumentError with every problem in the arguments, before anything is registered */
  constructor(name: string, args: AppArgs, opts?: pulumi.ComponentResourceOptions) {
    args = argumentsOf(args, opts);
    resolvePart({ type: "App", name, args }, (problems, args) => {
      checkApp(args.appName, args, problems);
      const { authorization, authorizations = {} } = args;
      for (const stage of Object.keys(authorizations)) checkStage(stage, problems, `authorizations.${stage}`);
      if (authorization && args.authorizations) {
        problems.add("authorization", "is given beside authorizations.", "Put it there, by its environment.");
      }
    });
    const { appName } = args;
    claimUnique({ type: "App", name }, opts, [
      { kind: "app", value: [appName], property: "appName", words: `"${appName}"` },
    ]);
    const { options, nodes } = childrenOf(name, args, opts, packagesOf(args));
    super(componentType("App"), name, {}, options);
    this.nodes = nodes;
    this.app = new alicloud.apigateway.App(
      `${name}-app`,
      { name: args.appName, description: args.description ?? "", tags: args.tags ?? {} },
      childOf(this),
    );
    this.appId = this.app.id;
    if (args.expires !== undefined && Date.parse(args.expires) <= Date.now()) {
      void pulumi.log.warn(
        `expires: ${args.expires} has passed, and ${args.appName} can call nothing. ` +
          "Give a later time, or remove the app.",
        this.app,
      );
    }
    const credentials = new AppCredentials(
      `${name}-credentials`,
      { appId: this.app.id, ...this.credentials(name, args) },
      childOf(this),
    );
    this.appCode = pulumi.secret(credentials.appCode);
    this.appKey = pulumi.secret(credentials.appKey);
    this.appSecret = pulumi.secret(credentials.appSecret);
    this.previousAppCode = pulumi.secret(credentials.previousAppCode);
    if (args.authorization) this.authorize(`${name}-authorization`, args.authorization, args.expires);
    for (const [stage, authorization] of Object.entries(args.authorizations ?? {})) {
      this.authorize(nameInStage(`${name}-authorization`, stage), authorization, args.expires);
    }
    this.registerOutputs({
      appId: this.appId,
      appCode: this.appCode,
      appKey: this.appKey,
      appSecret: this.appSecret,
      previousAppCode: this.previousAppCode,
    });
  }

  /** The credentials that are not left to the service. */
  private credentials(
    name: string,
    { credentials: settings = {} }: AppArgs,
  ): Partial<Record<(typeof credentialKinds)[number], pulumi.Output<string>>> & { keepPrevious?: boolean } {
    const chosen = credentialKinds.flatMap((kind) => {
      const source = settings[kind];
      if (source === undefined) return [];
      if (!isGenerated(source)) return [[kind, pulumi.secret(source)] as const];
      const { result } = new random.RandomPassword(
        `${name}-${dashed(kind)}`,
        { length: 32, special: false, upper: false, keepers: { rotation: String(source.rotation) } },
        // A rotation replaces it.
        childOf(this, { protect: false }),
      );
      return [[kind, pulumi.secret(result)] as const];
    });
    if (chosen.length === 0) return {};
    return { ...Object.fromEntries(chosen), keepPrevious: keepsPrevious(settings) };
  }

  private authorize(
    name: string,
    { groupId, stage, apiIds }: AppAuthorization,
    expires: string | undefined,
  ): void {
    new Authorization(
      name,
      { appId: this.app.id, groupId, stage, apis: apiIds, ...(expires === undefined ? {} : { expires }) },
      childOf(this),
    );
  }
}

/** What children are of: a dynamic resource always, a random one where a credential is generated. */
function packagesOf({ credentials = {} }: AppArgs): Package[] {
  const isAnyGenerated = credentialKinds.some((kind) => {
    const source = credentials[kind];
    return source !== undefined && isGenerated(source);
  });
  return isAnyGenerated ? ["pulumi-nodejs", "random"] : ["pulumi-nodejs"];
}

/** `appCode` as it stands in a resource's name: `app-code`. */
const dashed = (kind: string): string => kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
