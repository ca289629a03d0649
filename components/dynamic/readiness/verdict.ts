import type { GatewayAnswer } from "./gatewayCall";

type ReadinessVerdict =
  /**
   * The back end answered, or the gateway rejected this caller for a reason that does not concern the
   * connection.
   */
  | { kind: "ready" | "unproved"; words: string }
  /** The connection does not work, or not yet, because of the back end or the publication. */
  | { kind: "failed"; reason: string; hint: string; ofBackEnd: boolean };

/**
 * Error codes for a rejected caller, which only concern the check: a token, an address, a limit, an expired
 * authorization.
 */
const refusals = /^(A403(IP|CO|JT|JK|JE|AC|IN|EP)|A401|I400(JR|JD|MP|IP|MH)|T429)/;

/** Fixes by the gateway's error codes. Source: API Gateway, "Error codes". */
const fixes: readonly [codes: RegExp, hint: string][] = [
  [
    /^D504CO/,
    "Check whether the service listens on its port, whether its security group allows the gateway's egress " +
      "addresses, and whether the balancer's health check passes.",
  ],
  [
    /^D504TO/,
    "The service is reachable, but slow. Increase backend.timeout of the route, or speed up the service.",
  ],
  [/^D504/, "The service closes the connection. Check its log."],
  [/^I403PT/, "Add the scheme of the URL to the protocols of the route."],
  [/^I404DO/, "The domain is not bound to the group. Check the domains of the group."],
  [/^I404NF/, "The API is not published in this environment. Check its publication."],
  [/^A40[03]/, "The app may not call the API. Check its authorization in this environment."],
  [/^I410/, "The gateway instance was deleted, or its payment is overdue. Check it in the console."],
];

export function verdictOn(answer: GatewayAnswer): ReadinessVerdict {
  if (answer.kind === "unreachable") {
    return { kind: "unproved", words: `not reachable from this machine: ${answer.reason}` };
  }
  const { status, code, message } = answer;
  if (code === "") return { kind: "ready", words: `the back end answered with status ${status}` };
  if (refusals.test(code)) return { kind: "unproved", words: `not called further: ${code} ${message}` };
  const [, hint] = fixes.find(([codes]) => codes.test(code)) ?? [];
  return {
    kind: "failed",
    ofBackEnd: code.startsWith("D"),
    reason: `the gateway answered ${status} ${code} ${message}`.trim(),
    hint: hint ?? "See the gateway's list of error codes.",
  };
}
