import type { Instance, Maintenance } from "../../store/model";
import { ecsOperation } from "../common/call";
import { pageFields, paging, takePage } from "../common/paging";
import { ecsError } from "./errors";
import { findInstance } from "./instances";

const actions = ["Stop", "AutoRecover", "AutoRedeploy"] as const;
const instanceIdList = { type: "list", item: { type: "string" }, max: 100, required: true } as const;
const hour = {
  type: "string",
  required: true,
  pattern: /^([01]\d|2[0-3]):00:00$/,
  form: "a full hour as HH:mm:ss",
} as const;

const readMaintenance = (instance: Instance): Maintenance =>
  instance.maintenance ?? { action: "AutoRecover", notify: false, windows: [] };

/** What happens to an instance at maintenance of its host, which does not occur in the local cloud. */
export const maintenance = [
  ecsOperation({
    action: "DescribeInstanceMaintenanceAttributes",
    parameters: { InstanceId: instanceIdList, ...paging },
    handle(call, p) {
      const rows = p.InstanceId.map((id) => {
        const instance = findInstance(call, id);
        const { action, notify, windows } = readMaintenance(instance);
        return {
          InstanceId: instance.id,
          MaintenanceWindows: { MaintenanceWindow: windows },
          ActionOnMaintenance: {
            Value: action,
            DefaultValue: "AutoRecover",
            SupportedValues: { SupportedValue: actions },
          },
          NotifyOnMaintenance: notify,
        };
      });
      const page = takePage(rows, p);
      return { ...pageFields(page), MaintenanceAttributes: { MaintenanceAttribute: page.items } };
    },
  }),
  ecsOperation({
    action: "ModifyInstanceMaintenanceAttributes",
    parameters: {
      InstanceId: instanceIdList,
      MaintenanceWindow: { type: "objects", max: 1, fields: { StartTime: hour, EndTime: hour } },
      ActionOnMaintenance: { type: "string", enum: actions },
      NotifyOnMaintenance: { type: "boolean" },
    },
    handle(call, p) {
      const instances = p.InstanceId.map((id) => findInstance(call, id));
      for (const { StartTime, EndTime } of p.MaintenanceWindow) {
        if (StartTime === EndTime) throw ecsError("InvalidParameter.MaintenanceWindow", StartTime, EndTime);
      }
      for (const instance of instances) {
        const before = readMaintenance(instance);
        instance.maintenance = {
          action: p.ActionOnMaintenance ?? before.action,
          notify: p.NotifyOnMaintenance ?? before.notify,
          windows: p.MaintenanceWindow.length > 0 ? [...p.MaintenanceWindow] : before.windows,
        };
      }
      return {};
    },
  }),
];
