import { type RawParameters, readParameters } from "./parameters";
import type { ParametersOf, ParameterTable } from "./parameterTypes";

/**
 * The body of a successful answer without its RequestId. It is always an object, because some clients fail on anything
 * else.
 */
export type Answer = { [field: string]: unknown };

/** An action of a product: its parameters and its handler. */
export interface Operation<Call> {
  readonly product: string;
  readonly version: string;
  readonly action: string;
  readonly parameters: ParameterTable;
  /** Whether the action can change the state. If so, the state is saved. */
  readonly writes: boolean;
  invoke(call: Call, raw: RawParameters): Answer | Promise<Answer>;
}

/** An operation as source code declares it. The parameter types of the handler follow from the table. */
export interface OperationEntry<Call, T extends ParameterTable> {
  action: string;
  parameters: T;
  /** Default: derived from the name. Describe…, List…, Query…, Get… and Validate… change nothing. */
  writes?: boolean;
  handle(call: Call, parameters: ParametersOf<T>): Answer | Promise<Answer>;
}

const readingAction = /^(Describe|List|Query|Get|Validate)/;

/** Creates the function with which a product declares its operations. */
export function defineOperations<Call>(product: string, version: string) {
  return <const T extends ParameterTable>(entry: OperationEntry<Call, T>): Operation<Call> => ({
    product,
    version,
    action: entry.action,
    parameters: entry.parameters,
    writes: entry.writes ?? !readingAction.test(entry.action),
    invoke: (call, raw) => entry.handle(call, readParameters(entry.action, entry.parameters, raw)),
  });
}
