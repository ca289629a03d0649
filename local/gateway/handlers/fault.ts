import type { Handler } from "../context";
import { ERRORS, type ErrorCode, GatewayError } from "../errors";

/** What stands where the error's text leaves room. */
const values = { reason: "a fault that was set at /_local/faults", subject: "API" };

/** Lets a call wait or fail as somebody has asked for. Only calls that have found their API get here. */
export const injectFault: Handler = {
  name: "fault",
  async handle({ services: { faults } }) {
    const fault = faults.strike("gateway");
    if (!fault) return;
    await faults.delay(fault);
    if (isErrorCode(fault.code)) throw new GatewayError(fault.code, values);
  },
};

const isErrorCode = (code: string | undefined): code is ErrorCode =>
  code !== undefined && Object.hasOwn(ERRORS, code);
