import * as pulumi from "@pulumi/pulumi";
import { PublishedApis } from "../cloudapi/resources";
import { type Mistakes, resolveOrThrow } from "../core/mistakes";
import { checkDescription } from "../core/names";
import { childOf, componentType } from "../core/options";
import type { RouteRevision } from "./routes";
import { checkStage, type Stage } from "./stage";

/** Where to, and with which words, APIs are published. */
export interface PublicationSettings {
  /** Environment that the APIs are published to. @default "RELEASE" */
  stage?: Stage;
  /**
   * Words that the history of each publication keeps; 1 to 180 characters. They go with the next publication:
   * to change them alone publishes nothing.
   *
   * @default "Published by Pulumi"
   */
  remarks?: string;
}

/** Arguments of {@link Publication}. */
export interface PublicationArgs extends PublicationSettings {
  /** Group that the APIs belong to. */
  groupId: pulumi.Input<string>;
  /** The APIs to publish, by route: `Routes.revisions`. */
  routes: Record<string, RouteRevision>;
}

export function resolvePublication(
  settings: PublicationSettings,
  mistakes: Mistakes,
): Required<PublicationSettings> {
  const { stage = "RELEASE", remarks = "Published by Pulumi" } = settings;
  checkStage(stage, mistakes);
  if (remarks === "") mistakes.add("remarks", "is empty.", "Say why the APIs are published.");
  checkDescription(remarks, mistakes, "remarks");
  return { stage, remarks };
}

/** APIs published to one environment. Only those whose definition changed are published again. */
export class Publication extends pulumi.ComponentResource {
  /** Environment. Known once the APIs are published. */
  readonly stage: pulumi.Output<string>;

  /** @throws ArgumentMistakesError with every mistake in the arguments, before anything is registered */
  constructor(name: string, args: PublicationArgs, opts?: pulumi.ComponentResourceOptions) {
    const { stage, remarks } = resolveOrThrow(`Publication ${name}`, (mistakes) =>
      resolvePublication(args, mistakes),
    );
    super(componentType("Publication"), name, {}, opts);
    const published = new PublishedApis(
      `${name}-${stage.toLowerCase()}`,
      { groupId: args.groupId, stage, remarks, apis: args.routes },
      childOf(this),
    );
    this.stage = published.stage;
    this.registerOutputs({ stage: this.stage });
  }
}
