import type { StageName } from "./api";
import type { Common } from "./common";

/** Something that the gateway does beside routing: limits, access lists, CORS and others. */
export interface Plugin extends Common {
  name: string;
  /** `trafficControl`, `cors` and others. */
  type: string;
  /** JSON or YAML, byte for byte as given. May hold secrets. */
  data: string;
  description: string;
  modifiedTime: string;
}

/** A plug-in on an API, or on all APIs of a group, in one stage. */
export interface PluginAttachment extends Common {
  /** `<groupId>:<apiId>:<stage>:<pluginId>`. */
  pluginId: string;
  groupId: string;
  /** Empty: all APIs of the group. */
  apiId: string;
  stage: StageName;
}
