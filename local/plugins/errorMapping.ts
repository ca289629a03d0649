import { type Condition, readCondition } from "./condition";
import type { Fields } from "./fields";
import { answerPlaces, type Place, readPlaces } from "./parameters";

export interface MappedAnswer {
  statusCode: number;
  errorMessage: string;
}

/** Which answers of the back end are errors, and what the client gets in their place. */
export interface ErrorMapping {
  parameters: ReadonlyMap<string, Place>;
  isError: Condition;
  /** Name of the parameter that is looked up in the mappings. */
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
