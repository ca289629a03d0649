import { groupType } from "../../binders/bindings";
import { isUnknown } from "../../core/facts";
import type { Node, Stack } from "../../core/stack";
import { complies, undecided, type Verdict, type Violation, violates } from "../../core/verdict";
import { apiType, environments, Stages, stageReads } from "./stages";

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

/** What is known of an API's plug-ins. */
export interface Attached {
  /** Types of all that are attached. */
  readonly types: readonly string[];
  /** Environments in which one of a wanted type is. */
  readonly at: readonly string[];
  /** Environments in which it is missing; empty when the API is not known to be in any. */
  readonly missing: readonly string[];
}

/** An attachment to an API or its group, or one that may turn out to be. */
interface Near {
  /** Undefined while it is not known. */
  readonly stage: string | undefined;
  /** Type of the plug-in, as far as it is known. */
  readonly type?: string;
  /** Whether it gives the API a plug-in of a wanted type, or in words why that is not known. */
  readonly fits: boolean | string;
}

/** Tells for APIs whether a plug-in of certain types is attached in every environment, to them or to their group. */
export class AttachedPlugins {
  private readonly stages: Stages;
  /** Attachments by API or group, or by the id of a group that another stack makes. */
  private readonly byTarget = new Map<unknown, Node[]>();
  /** Attachments to what is not known, nor where its id comes from. */
  private readonly toAnybody: Node[] = [];

  constructor(private readonly stack: Stack) {
    this.stages = new Stages(stack);
    for (const [type, property, target, paths] of [
      [toApi, "apiId", apiType, ["apiId", "id"]],
      [toGroup, "groupId", groupType, ["id"]],
    ] as const) {
      for (const attachment of stack.ofType(type)) {
        const linked = stack.linked(attachment, property, target, paths);
        const value = attachment.at(property);
        if (linked.length === 0 && isUnknown(value)) this.toAnybody.push(attachment);
        for (const key of linked.length > 0 ? linked : [value]) {
          const same = this.byTarget.get(key);
          if (same) same.push(attachment);
          else this.byTarget.set(key, [attachment]);
        }
      }
    }
  }

  /**
   * Whether a plug-in of one of the types is attached to an API in each environment that it is published in.
   *
   * @param violation what to say when it surely is not
   */
  verdictOf(api: Node, types: readonly string[], violation: (attached: Attached) => Violation): Verdict {
    const near = this.nearTo(api, types);
    const sure = near.filter(({ fits }) => fits === true);
    const at = new Set(sure.flatMap(({ stage }) => stage ?? []));
    const missing = [...this.stages.of(api)].filter((stage) => !at.has(stage));
    const isOpen = this.stages.hasUnknown(api) && !environments.every((stage) => at.has(stage));
    if (sure.length > 0 && missing.length === 0 && !isOpen) return complies;
    const perhaps = near.filter(({ fits, stage }) => fits !== false && !(fits === true && stage));
    // One attachment is for one environment, so that a few that are not known yet cannot make up for more.
    const left = missing.filter((stage) => !perhaps.some((one) => one.stage === stage));
    const isShort = left.length > perhaps.filter(({ stage }) => stage === undefined).length;
    if (isShort || (perhaps.length === 0 && sure.length === 0)) {
      return violates(violation({ types: near.flatMap(({ type }) => type ?? []), at: [...at], missing }));
    }
    const [why] = perhaps.map(({ fits }) => fits).filter((fits) => typeof fits === "string");
    return undecided(why ?? `where ${api.name} is published, or has its plug-in, is not known yet`);
  }

  private nearTo(api: Node, types: readonly string[]): Near[] {
    const groups = this.stack.linked(api, "groupId", groupType);
    const groupId = api.at("groupId");
    const own = [api, ...(groups.length > 0 ? groups : [groupId])].flatMap(
      (key) => this.byTarget.get(key) ?? [],
    );
    // An API of a group that is not known may have the plug-ins of any.
    const isAnybodys = groups.length === 0 && isUnknown(groupId);
    const others = isAnybodys ? [...this.toAnybody, ...this.stack.ofType(toGroup)] : this.toAnybody;
    return [
      ...own.map((attachment) => this.near(attachment, types)),
      ...[...new Set(others)].map((attachment) => {
        const { fits, stage } = this.near(attachment, types);
        return {
          stage,
          fits: fits === false ? fits : `what ${attachment.name} is attached to is not known yet`,
        };
      }),
    ];
  }

  private near(attachment: Node, types: readonly string[]): Near {
    const stageName = attachment.at("stageName");
    const stage = typeof stageName === "string" ? stageName : undefined;
    const [plugin] = this.stack.linked(attachment, "pluginId", pluginType);
    if (!plugin) return { stage, fits: `the plug-in that ${attachment.name} attaches is not in this stack` };
    const type = plugin.at("pluginType");
    if (isUnknown(type)) return { stage, fits: `the type of ${plugin.name} is not known yet` };
    return { stage, type: String(type), fits: types.includes(String(type)) };
  }
}
