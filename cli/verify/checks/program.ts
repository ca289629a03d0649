import { callApi, readRefusal } from "../../../testing/call";
import { readOutputs } from "../../stackOutputs";
import type { World } from "../world";
import { checkCalls, checkRefusals, createBaseCall } from "./refusals";

/**
 * Checks of the checkout's own program: ways to call it, rejected calls, the security group, a restart of the local
 * cloud.
 */
export async function checkProgram(world: World): Promise<void> {
  const { report, clients } = world;
  const outputs = readOutputs(await world.stack.outputs());
  const call = createBaseCall(world.cloud.gateway, outputs);
  await report.measure("calls", () => checkCalls(call, report));

  const unauthorizedApp = await clients.createStranger();
  await report.measure("refusals", () => checkRefusals(call, unauthorizedApp.appCode, report));
  await clients.deleteApp(unauthorizedApp.appId);

  const putBack = await clients.removeIngress(outputs.securityGroupId);
  const without = await callApi(call);
  const refusal = readRefusal(without);
  report.check(
    "security_group_without_rule_refuses",
    without.status === 504 && refusal.code === "D504CO",
    `${without.status} ${refusal.code}`,
  );
  await putBack();
  const withRule = await callApi(call);
  report.check("security_group_with_rule_passes", withRule.status === 200, `${withRule.status}`);

  await report.measure("restart", () => world.restart());
  const restarted = await callApi({ ...call, gateway: world.cloud.gateway });
  report.check(
    "state_survives_a_restart",
    restarted.status === 200,
    `${restarted.status} ${readRefusal(restarted).message}`,
  );
}
