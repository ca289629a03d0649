import type { ParametersOf } from "../../rpc/parameterTypes";
import type { Instance } from "../../store/model";
import { instanceTypes } from "./catalogue";
import { ecsError } from "./errors";

export const creditSpecification = { type: "string", enum: ["Standard", "Unlimited"] } as const;
export const cpuOptionsParameter = {
  type: "object",
  fields: {
    Core: { type: "integer", min: 1, max: 256 },
    ThreadsPerCore: { type: "integer", min: 1, max: 2 },
    TopologyType: { type: "string", enum: ["ContinuousCoreToHTMapping", "DiscreteCoreToHTMapping"] },
  },
} as const;
export const additionalInfoParameter = {
  type: "object",
  fields: { EnableHighDensityMode: { type: "boolean" } },
} as const;

/** CPU options of an instance. It cannot have more vCPUs than its type. */
export function readCpuOptions(
  p: ParametersOf<(typeof cpuOptionsParameter)["fields"]>,
  type: string,
): Pick<Instance, "cpuOptions"> {
  if (p.Core === undefined && p.ThreadsPerCore === undefined && !p.TopologyType) return {};
  const cpu = instanceTypes.find(({ id }) => id === type)?.cpu ?? 0;
  const threadsPerCore = p.ThreadsPerCore ?? 2;
  const coreCount = p.Core ?? Math.ceil(cpu / 2);
  if (coreCount * threadsPerCore > cpu) throw ecsError("InvalidCpuOptions.ValueNotSupported", type, cpu);
  return { cpuOptions: { coreCount, threadsPerCore, topologyType: p.TopologyType ?? "" } };
}

/** Only burstable types have performance credits: t5 and t6. */
export function readCredits(wanted: string | undefined, type: string): Pick<Instance, "creditSpecification"> {
  if (!wanted) return {};
  if (!/^ecs\.t[56]-/.test(type)) throw ecsError("InvalidParameter.CreditSpecification", type);
  return { creditSpecification: wanted };
}
