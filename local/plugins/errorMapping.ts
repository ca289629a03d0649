import { type Condition, readCondition } from "./condition";
import type { Fields } from "./fields";
import { answerPlaces, type Place, readPlaces } from "./parameters";

export interface MappedAnswer {
  statusCode: number;
  errorMessage: string;
}

/** Answers of the back end that count as errors, and their replacements for the client. */
export interface ErrorMapping {
  parameters: ReadonlyMap<string, Place>;
  isError: Condition;
  /** Name of the parameter whose value selects a mapping. */
  errorCode: string | undefined;
  mappings: ReadonlyMap<string, MappedAnswer>;
  defaultMapping: MappedAnswer | undefined;
}

export function readErrorMapping(fields: Fields): ErrorMapping {
  const parameters = readPlaces(fields, answerPlaces);
  const isError = readCondition(fields, "errorCondition", fields.requiredText("errorCondition"), parameters);
  const errorCode = fields.text("errorCode");
  if (errorCode !== undefined && !parameters.has(errorCode)) {
    throw fields.mistake("errorCode", `is "${errorCode}", which is not in parameters`);
  }
  const mappings = fields
    .objects("mappings")
    .map((mapping) => [mapping.requiredText("code"), readAnswer(mapping)] as const);
  const otherwise = fields.object("defaultMapping");
  return {
    parameters,
    isError,
    errorCode,
    mappings: new Map(mappings),
    defaultMapping: otherwise && readAnswer(otherwise),
  };
}

function readAnswer(fields: Fields): MappedAnswer {
  const statusCode = fields.requiredInteger("statusCode", 200, 599);
  const errorMessage = fields.text("errorMessage") ?? "";
  fields.finish();
  return { statusCode, errorMessage };
}
