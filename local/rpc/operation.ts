import { type RawParameters, readParameters } from "./parameters";
import type { ParametersOf, ParameterTable } from "./parameterTypes";

/** The body of a successful answer, without its RequestId. Always an object: some clients break on anything else. */
export type Answer = { [field: string]: unknown };

/** One action of a product: what it takes, and what it does. */
export interface Operation<Call> {
  readonly product: string;
  readonly version: string;
  readonly action: string;
  readonly parameters: ParameterTable;
  /** Whether the state may be other afterwards; decides about writing the snapshot. */
  readonly writes: boolean;
  invoke(call: Call, raw: RawParameters): Answer | Promise<Answer>;
}

/** An entry as it is written down: the handler's parameter types follow from the table. */
export interface OperationEntry<Call, T extends ParameterTable> {
  action: string;
  parameters: T;
  /** Read from the action's name when left out: Describe…, List…, Query…, Get… and Validate… change nothing. */
  writes?: boolean;
  handle(call: Call, parameters: ParametersOf<T>): Answer | Promise<Answer>;
}

const readingAction = /^(Describe|List|Query|Get|Validate)/;

/** The function with which a product writes down its operations. */
export function operationsOf<Call>(product: string, version: string) {
  return <const T extends ParameterTable>(entry: OperationEntry<Call, T>): Operation<Call> => ({
    product,
    version,
    action: entry.action,
    parameters: entry.parameters,
    writes: entry.writes ?? !readingAction.test(entry.action),
    invoke: (call, raw) => entry.handle(call, readParameters(entry.action, entry.parameters, raw)),
  });
}
