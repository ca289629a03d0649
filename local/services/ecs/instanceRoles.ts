import { type Call, ecsOperation } from "../common/call";
import { paging } from "../common/paging";
import { ecsError } from "./errors";
import { findInstance } from "./instances";

const instanceIds = { type: "jsonStrings", required: true, max: 100 } as const;
export const ramRoleName = { type: "string", maxLength: 64 } as const;

/** Rejects a RAM role that does not exist, or that ECS cannot assume. */
export function checkRamRole(call: Call, name: string): void {
  const role = call.store.ramRoles.get(name);
  if (!role) throw ecsError("InvalidRamRole.NotFound", name);
  if (!role.policyDocument.includes("ecs.aliyuncs.com")) throw ecsError("InvalidRamRole.NotEcsRole", name);
}

const describeResults = (ids: readonly string[]) =>
  ids.map((InstanceId) => ({ InstanceId, Success: true, Code: "200", Message: "success" }));

/** RAM roles of instances. Programs on an instance cannot get credentials, because there is no metadata service. */
export const instanceRoles = [
  ecsOperation({
    action: "AttachInstanceRamRole",
    parameters: { InstanceIds: instanceIds, RamRoleName: { ...ramRoleName, required: true } },
    handle(call, p) {
      const instances = p.InstanceIds.map((id) => findInstance(call, id));
      checkRamRole(call, p.RamRoleName);
      const bound = instances.find((instance) => instance.ramRoleName);
      if (bound) throw ecsError("InvalidInstanceRamRole.AlreadyAttached", bound.id, bound.ramRoleName);
      for (const instance of instances) instance.ramRoleName = p.RamRoleName;
      return {
        RamRoleName: p.RamRoleName,
        TotalCount: instances.length,
        FailCount: 0,
        AttachInstanceRamRoleResults: { AttachInstanceRamRoleResult: describeResults(p.InstanceIds) },
      };
    },
  }),
  ecsOperation({
    action: "DetachInstanceRamRole",
    parameters: { InstanceIds: instanceIds, RamRoleName: { ...ramRoleName, required: true } },
    handle(call, p) {
      const instances = p.InstanceIds.map((id) => findInstance(call, id));
      for (const instance of instances) {
        if (instance.ramRoleName === p.RamRoleName) delete instance.ramRoleName;
      }
      const results = describeResults(p.InstanceIds).map((result) => ({
        ...result,
        InstanceRamRoleSets: {
          InstanceRamRoleSet: [{ InstanceId: result.InstanceId, RamRoleName: p.RamRoleName }],
        },
      }));
      return {
        RamRoleName: p.RamRoleName,
        TotalCount: instances.length,
        FailCount: 0,
        DetachInstanceRamRoleResults: { DetachInstanceRamRoleResult: results },
      };
    },
  }),
  ecsOperation({
    action: "DescribeInstanceRamRole",
    parameters: { InstanceIds: { type: "jsonStrings", max: 100 }, RamRoleName: ramRoleName, ...paging },
    handle(call, p) {
      const wanted = p.InstanceIds?.map((id) => findInstance(call, id)) ?? call.store.instances.all();
      const rows = wanted
        .map(({ id, ramRoleName: RamRoleName = "" }) => ({ InstanceId: id, RamRoleName }))
        .filter(({ RamRoleName }) =>
          p.RamRoleName ? RamRoleName === p.RamRoleName : p.InstanceIds || RamRoleName,
        );
      return {
        RegionId: call.regionId,
        TotalCount: rows.length,
        InstanceRamRoleSets: { InstanceRamRoleSet: rows },
      };
    },
  }),
];
