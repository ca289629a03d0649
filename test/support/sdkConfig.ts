import { $OpenApiUtil } from "@alicloud/openapi-core";
import type { LocalCloud } from "../../testing/localCloud";

/**
 * Configuration of an SDK client for the local cloud of an engine test. Each call has its own connection: while such a
 * test waits for Pulumi, for minutes, it does not notice that the local cloud has closed an idle connection.
 */
export const sdkConfig = ({
  endpoint,
  accessKeyId,
  accessKeySecret,
}: Pick<LocalCloud, "endpoint" | "accessKeyId" | "accessKeySecret">) =>
  new $OpenApiUtil.Config({
    endpoint,
    accessKeyId,
    accessKeySecret,
    protocol: "HTTP",
    regionId: "cn-hangzhou",
    globalParameters: new $OpenApiUtil.GlobalParameters({ headers: { connection: "close" } }),
  });
