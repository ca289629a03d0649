import type { StageName } from "./api";
import type { Common } from "./common";

/** A function of the gateway besides routing: limits, access lists, CORS and others. */
export interface Plugin extends Common {
  name: string;
  /** `trafficControl`, `cors` and others. */
  type: string;
  /** JSON or YAML, unchanged from the call. It may contain secrets. */
  data: string;
  description: string;
  modifiedTime: string;
}

/** A plug-in of an API, or of all APIs of a group, in one environment. */
export interface PluginAttachment extends Common {
  /** `<groupId>:<apiId>:<stage>:<pluginId>`. */
  pluginId: string;
  groupId: string;
  /** Empty for all APIs of the group. */
  apiId: string;
  stage: StageName;
}
