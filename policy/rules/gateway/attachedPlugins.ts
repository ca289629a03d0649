import { addToList } from "../../core/lists";
import type { Stack, StackResource } from "../../core/stack";
import { isUnknown } from "../../core/values";
import { complies, undecided, type Verdict, type Violation, violates } from "../../core/verdict";
import { groupType } from "../../domains/bindings";
import { apiType, environments, Stages, stageReads } from "./stages";

const pluginType = "alicloud:apigateway/plugin:Plugin";
const toApi = "alicloud:apigateway/pluginAttachment:PluginAttachment";
const toGroup = "alicloud:apigateway/groupPluginAttachment:GroupPluginAttachment";

/** Properties that determine which plug-ins an API has in which environment. */
export const pluginReads = {
  ...stageReads,
  [apiType]: [...stageReads[apiType], "groupId"],
  [groupType]: [],
  [pluginType]: ["pluginType"],
  [toApi]: ["apiId", "pluginId", "stageName"],
  [toGroup]: ["groupId", "pluginId", "stageName"],
} as const;

/** Plug-ins that are attached to an API. */
export interface Attached {
  /** Types of all attached plug-ins. */
  readonly types: readonly string[];
  /** Environments with a plug-in of an expected type. */
  readonly at: readonly string[];
  /** Environments without such a plug-in, among those where the API is known to be published. */
  readonly missing: readonly string[];
}

/** An attachment that certainly or possibly applies to an API. */
interface CandidateAttachment {
  /** Undefined while it is unknown at preview. */
  readonly stage: string | undefined;
  /** Type of the plug-in, if known. */
  readonly type?: string;
  /** Whether the plug-in has an expected type, or the reason why that is undecided. */
  readonly fits: boolean | string;
}

/** Indexes plug-in attachments by API and by API group. */
export class AttachedPlugins {
  private readonly stages: Stages;
  /** Attachments by API or group, or by the ID of a group of another stack. */
  private readonly byTarget = new Map<unknown, StackResource[]>();
  /** Attachments whose target is unknown at preview and has no dependency that shows it. */
  private readonly unresolved: StackResource[] = [];

  constructor(private readonly stack: Stack) {
    this.stages = new Stages(stack);
    for (const [type, property, target, paths] of [
      [toApi, "apiId", apiType, ["apiId", "id"]],
      [toGroup, "groupId", groupType, ["id"]],
    ] as const) {
      for (const attachment of stack.ofType(type)) {
        const targets = stack.findReferenced(attachment, property, target, paths);
        const value = attachment.get(property);
        const mayMatch = isUnknown(value) || stack.findPossible(attachment, value, target, "id").length > 0;
        if (targets.length === 0 && mayMatch) this.unresolved.push(attachment);
        for (const key of targets.length > 0 ? targets : [value]) addToList(this.byTarget, key, attachment);
      }
    }
  }

  /**
   * Checks that a plug-in of one of the types is attached in each environment where an API is published.
   *
   * @param violation creates the violation
   */
  check(api: StackResource, types: readonly string[], violation: (attached: Attached) => Violation): Verdict {
    const candidates = this.findCandidates(api, types);
    const matching = candidates.filter(({ fits }) => fits === true);
    const at = new Set(matching.flatMap(({ stage }) => stage ?? []));
    const missing = [...this.stages.of(api)].filter((stage) => !at.has(stage));
    const isOpen = this.stages.hasUnknown(api) && !environments.every((stage) => at.has(stage));
    if (matching.length > 0 && missing.length === 0 && !isOpen) return complies;
    const possible = candidates.filter(({ fits, stage }) => fits !== false && !(fits === true && stage));
    // An attachment is for one environment, so a few unknown ones cannot cover more environments than there are of them.
    const left = missing.filter((stage) => !possible.some((one) => one.stage === stage));
    const isMissing = left.length > possible.filter(({ stage }) => stage === undefined).length;
    if (isMissing || (possible.length === 0 && matching.length === 0)) {
      return violates(
        violation({ types: candidates.flatMap(({ type }) => type ?? []), at: [...at], missing }),
      );
    }
    const [why] = possible.map(({ fits }) => fits).filter((fits) => typeof fits === "string");
    return undecided(why ?? `an environment of ${api.name} or of its plug-in is unknown at preview`);
  }

  private findCandidates(api: StackResource, types: readonly string[]): CandidateAttachment[] {
    const groups = this.stack.findReferenced(api, "groupId", groupType);
    const groupId = api.get("groupId");
    const own = [api, ...(groups.length > 0 ? groups : [groupId])].flatMap(
      (key) => this.byTarget.get(key) ?? [],
    );
    // An API whose group is unknown may have the plug-ins of any group.
    const mayMatchAny = groups.length === 0 && isUnknown(groupId);
    const others = mayMatchAny ? [...this.unresolved, ...this.stack.ofType(toGroup)] : this.unresolved;
    return [
      ...own.map((attachment) => this.candidates(attachment, types)),
      ...[...new Set(others)].map((attachment) => {
        const { fits, stage } = this.candidates(attachment, types);
        return {
          stage,
          fits: fits === false ? fits : `the target of ${attachment.name} is unknown at preview`,
        };
      }),
    ];
  }

  private candidates(attachment: StackResource, types: readonly string[]): CandidateAttachment {
    const stageName = attachment.get("stageName");
    const stage = typeof stageName === "string" ? stageName : undefined;
    const [plugin] = this.stack.findReferenced(attachment, "pluginId", pluginType);
    if (!plugin) return { stage, fits: `the plug-in of ${attachment.name} is not in this stack` };
    const type = plugin.get("pluginType");
    if (isUnknown(type)) return { stage, fits: `the type of ${plugin.name} is unknown at preview` };
    return { stage, type: String(type), fits: types.includes(String(type)) };
  }
}
