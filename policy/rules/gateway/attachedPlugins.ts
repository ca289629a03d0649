import { groupType } from "../../binders/bindings";
import { isUnknown } from "../../core/facts";
import type { Node, Stack } from "../../core/stack";
import { complies, undecided, type Verdict, violates } from "../../core/verdict";
import { apiType, Stages, stageReads } from "./stages";

const pluginType = "alicloud:apigateway/plugin:Plugin";
const toApi = "alicloud:apigateway/pluginAttachment:PluginAttachment";
const toGroup = "alicloud:apigateway/groupPluginAttachment:GroupPluginAttachment";

/** What tells which plug-ins an API has in which environment. */
export const pluginReads = {
  ...stageReads,
  [apiType]: [...stageReads[apiType], "groupId"],
  [groupType]: [],
  [pluginType]: ["pluginType"],
  [toApi]: ["apiId", "pluginId", "stageName"],
  [toGroup]: ["groupId", "pluginId", "stageName"],
} as const;

/** What an API must have in every environment, and what it has without it. */
export interface Wanted {
  readonly types: readonly string[];
  readonly property: string;
  readonly seen: unknown;
  readonly wanted: string;
}

/** Tells for APIs whether a plug-in of certain types is attached in every environment, to them or to their group. */
export class AttachedPlugins {
  private readonly stages: Stages;
  private readonly byTarget = new Map<Node, Node[]>();

  constructor(private readonly stack: Stack) {
    this.stages = new Stages(stack);
    for (const [type, property, target, paths] of [
      [toApi, "apiId", apiType, ["apiId", "id"]],
      [toGroup, "groupId", groupType, ["id"]],
    ] as const) {
      for (const attachment of stack.ofType(type)) {
        for (const node of stack.linked(attachment, property, target, paths)) {
          this.byTarget.set(node, [...(this.byTarget.get(node) ?? []), attachment]);
        }
      }
    }
  }

  verdictOf(api: Node, { types, property, seen, wanted }: Wanted): Verdict {
    const groups = this.stack.linked(api, "groupId", groupType);
    const near = [api, ...groups].flatMap((node) => this.byTarget.get(node) ?? []);
    const known = near.map((attachment) => ({ attachment, plugins: this.pluginsOf(attachment) }));
    const fitting = known.filter(({ plugins }) =>
      plugins.some((plugin) => types.includes(String(plugin.at("pluginType")))),
    );
    const at = fitting.map(({ attachment }) => attachment.at("stageName"));
    const published = [...this.stages.of(api)];
    const missing = published.filter((stage) => !at.includes(stage));
    if (fitting.length > 0 && (missing.length === 0 || at.some(isUnknown))) return complies;
    const foreign = known.find(({ plugins }) => plugins.length === 0);
    if (foreign)
      return undecided(`the plug-in that ${foreign.attachment.name} attaches is not in this stack`);
    const where = missing.length > 0 ? ` in ${missing.join(", ")}` : "";
    return violates({ property, seen, wanted: `${wanted}${where}` });
  }

  private pluginsOf(attachment: Node): readonly Node[] {
    return this.stack.linked(attachment, "pluginId", pluginType);
  }
}
