import type { LogConfig } from "../../store/model";
import { type Call, cloudApiOperation } from "../common/call";
import { isoSeconds } from "../common/times";
import { apiError } from "./errors";

const logType = { type: "string", required: true, enum: ["PROVIDER"] } as const;
const locationParameters = {
  SlsProject: { type: "string", required: true },
  SlsLogStore: { type: "string", required: true },
} as const;

/** ID of a region's log configuration of a type. */
export const logConfigId = (regionId: string, type: LogConfig["logType"]): string => `${regionId}/${type}`;

function findLogConfig(call: Call, type: LogConfig["logType"]): LogConfig {
  const config = call.store.logConfigs.get(logConfigId(call.regionId, type));
  if (!config) throw apiError("NotFoundLogConfig", call.regionId, type);
  return config;
}

export const logConfigs = [
  cloudApiOperation({
    action: "CreateLogConfig",
    parameters: { ...locationParameters, LogType: logType, CreateSlr: { type: "boolean" } },
    handle(call, p) {
      const id = logConfigId(call.regionId, p.LogType);
      const there = call.store.logConfigs.get(id);
      if (there)
        throw apiError("DuplicateLogConfig", p.LogType, call.regionId, there.project, there.logStore);
      call.store.logConfigs.put({
        id,
        regionId: call.regionId,
        createdTime: isoSeconds(call.cloud.clock()),
        tags: [],
        logType: p.LogType,
        project: p.SlsProject,
        logStore: p.SlsLogStore,
      });
      return {};
    },
  }),
  cloudApiOperation({
    action: "DescribeLogConfig",
    parameters: { LogType: { type: "string", enum: ["PROVIDER"] } },
    handle(call) {
      const rows = call.store.logConfigs
        .filter(({ regionId }) => regionId === call.regionId)
        .map(({ logType: LogType, regionId, project, logStore }) => ({
          LogType,
          RegionId: regionId,
          SlsProject: project,
          SlsLogStore: logStore,
        }));
      return { LogInfos: { LogInfo: rows } };
    },
  }),
  cloudApiOperation({
    action: "ModifyLogConfig",
    parameters: { ...locationParameters, LogType: logType },
    handle(call, p) {
      const config = findLogConfig(call, p.LogType);
      Object.assign(config, { project: p.SlsProject, logStore: p.SlsLogStore });
      return {};
    },
  }),
  cloudApiOperation({
    action: "DeleteLogConfig",
    parameters: { LogType: logType },
    handle(call, p) {
      call.store.logConfigs.delete(findLogConfig(call, p.LogType).id);
      return {};
    },
  }),
];
