import { type ApiCall, callApi, readRefusal } from "../../../testing/call";
import type { StackOutputs } from "../../stackOutputs";
import type { Report } from "../report";

/** A call that the gateway must reject, with the expected error. */
interface Refusal {
  check: string;
  change: Partial<ApiCall>;
  status: number;
  message: RegExp;
}

/** Common values of all calls of the program. */
export function createBaseCall(gateway: string, outputs: StackOutputs): ApiCall {
  const credentials = Object.values(outputs.apps)[0];
  return { gateway, host: outputs.subDomain, path: outputs.path, auth: "header", credentials };
}

/** Checks the three authentication methods. Each call returns Nginx's page. */
export async function checkCalls(base: ApiCall, report: Report): Promise<void> {
  for (const auth of ["header", "query", "signed"] as const) {
    const answer = await callApi({ ...base, auth });
    const good = answer.status === 200 && /nginx/i.test(answer.body);
    report.check(`call_${auth}`, good, `${answer.status} ${readRefusal(answer).message}`);
  }
}

/** Checks all calls that the gateway rejects. */
export async function checkRefusals(
  base: ApiCall,
  unauthorizedAppCode: string,
  report: Report,
): Promise<void> {
  const { credentials = { appCode: "", appKey: "", appSecret: "" } } = base;
  const refusals: Refusal[] = [
    {
      check: "refused_without_appcode",
      change: { auth: "none" },
      status: 400,
      message: /authoriz|required|AppCode|credential/i,
    },
    {
      check: "refused_with_wrong_appcode",
      change: { credentials: { ...credentials, appCode: "0".repeat(32) } },
      status: 400,
      message: /Invalid AppCode/,
    },
    {
      check: "refused_with_wrong_signature",
      change: { auth: "signed", credentials: { ...credentials, appSecret: "not the secret" } },
      status: 403,
      message: /Invalid Signature/,
    },
    { check: "refused_on_unknown_path", change: { path: "/unknown" }, status: 404, message: /API not found/ },
    {
      check: "refused_for_unauthorized_app",
      change: { credentials: { ...credentials, appCode: unauthorizedAppCode } },
      status: 403,
      message: /Unauthorized/,
    },
    { check: "refused_by_post", change: { method: "POST" }, status: 404, message: /API not found/ },
  ];
  for (const { check, change, status, message } of refusals) {
    const answer = await callApi({ ...base, ...change });
    const refusal = readRefusal(answer);
    const good = answer.status === status && message.test(refusal.message) && refusal.code !== "";
    report.check(
      check,
      good,
      `${answer.status} ${refusal.code} "${refusal.message}", not ${status} ${message}`,
    );
  }
}
