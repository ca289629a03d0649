import type { Problems } from "../../validation/problems";
import { type PluginDocument, type PluginKind, plain } from "./plugin";
import type { InStages } from "./stages";

declare module "./args" {
  interface GroupPluginArgs {
    /** Responses that replace errors of the service. @default none */
    errorMapping?: InStages<ErrorMappingArgs>;
  }
  interface RoutePluginArgs {
    /** Responses that replace errors of the service. `false` disables them. @default that of the group */
    errorMapping?: InStages<ErrorMappingArgs | false>;
  }
}

/** Response that replaces an error of the service. */
export interface MappedErrorArgs {
  /** Status. @range 200 to 599 */
  status: number;
  /** Text of `X-Ca-Error-Message`. `${name}` refers to a parameter. @default none */
  message?: string;
}

/** Arguments of an error mapping plug-in. */
export interface ErrorMappingArgs {
  /** Names for parts of the service's response: `StatusCode`, `Header:<name>` or `BodyJsonField:$.<path>`. */
  parameters: Record<string, string>;
  /** Condition under which a response is an error, for example `$status = 200 and $code <> 'OK'`. */
  condition: string;
  /** Parameter that selects an entry of `mappings`. @default none: `default` applies to every error */
  code?: string;
  /** Responses, by the value of that parameter. @default none */
  mappings?: Record<string, MappedErrorArgs>;
  /** Response to any other error. @default the service's own */
  default?: MappedErrorArgs;
}

export const errorMapping: PluginKind<ErrorMappingArgs> = { type: "errorMapping", render };

function render(args: ErrorMappingArgs, problems: Problems): Omit<PluginDocument, "type"> {
  const { parameters, condition, code, mappings = {}, default: otherwise } = args;
  for (const [name, place] of Object.entries(parameters)) {
    const property = `parameters["${name}"]`;
    if (!/^[a-zA-Z_][a-zA-Z0-9]+$/.test(name)) {
      const hint = "Use a letter or underscore, then letters or digits: at least two characters.";
      problems.add(property, "is not a name.", hint);
    }
    if (!/^(StatusCode|Header:[\w-]+|BodyJsonField:\$.+)$/.test(place))
      problems.add(property, `is "${place}".`, "Use StatusCode, Header:<name> or BodyJsonField:$.<path>.");
  }
  const isDeclared = (name: string) => Object.hasOwn(parameters, name) || problems.isInvalid("parameters");
  const declare = "Declare it in parameters.";
  if (condition.trim() === "")
    problems.add("condition", "is empty.", "Set the condition under which a response is an error.");
  for (const [, name = ""] of condition.replace(/'[^']*'/g, "").matchAll(/\$(\w+)/g))
    if (!isDeclared(name)) problems.add("condition", `names $${name}, which is not a parameter.`, declare);
  if (code === "") problems.add("code", "is empty.", "Set it to one of parameters, or remove it.");
  else if (code !== undefined && !isDeclared(code))
    problems.add("code", `is "${code}", which is not a parameter.`, declare);
  if (Object.keys(mappings).length > 0 && code === undefined)
    problems.add("code", "is missing.", "Set it to the parameter that selects an entry of mappings.");
  if (Object.keys(mappings).length === 0 && !otherwise)
    problems.add("mappings", "is empty, and default is not set.", "Set at least one response.");
  return plain({
    parameters,
    errorCondition: condition,
    errorCode: code,
    mappings: Object.entries(mappings).map(([value, answer]) => ({ code: value, ...mapAnswer(answer) })),
    defaultMapping: otherwise && mapAnswer(otherwise),
  });
}

const mapAnswer = ({ status, message = "" }: MappedErrorArgs) => ({
  statusCode: status,
  errorMessage: message,
});
