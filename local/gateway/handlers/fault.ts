import type { Fault } from "../../faults/fault";
import type { Faults } from "../../faults/faults";
import type { Handler } from "../context";
import { ERRORS, type ErrorCode, GatewayError } from "../errors";

/** Values for the placeholders in the text of the error. */
const values = { reason: "a fault that was set at /_local/faults", subject: "API" };

/** Applies an active fault to a call. Only calls with a matching API reach this step. */
export const injectFault: Handler = {
  name: "fault",
  title: "No fault was set for this request",
  handle({ services: { faults } }) {
    const fault = faults.strike("gateway");
    return fault && fail(faults, fault);
  },
};

async function fail(faults: Faults, fault: Fault): Promise<void> {
  await faults.delay(fault);
  if (isErrorCode(fault.code)) throw new GatewayError(fault.code, values);
}

const isErrorCode = (code: string | undefined): code is ErrorCode =>
  code !== undefined && Object.hasOwn(ERRORS, code);
