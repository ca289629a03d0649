import type { ApiDefinition } from "../../store/model";
import { apiError } from "./errors";
import { systemParameterNames } from "./platform";

/** A parameter that the back end gets, whatever its value comes from. */
interface Given {
  /** Where it stands in the call, such as `ConstantParameters[0]`. */
  path: string;
  name: string;
  location: string;
}

/** Body, Head, Query and Path are all there is (`gateway-facts`, section 4.2); case does not count. */
const locations = ["head", "header", "query", "body", "path"];

/**
 * Refuses parameter lists that do not fit each other, or the paths: what the gateway could not carry out.
 *
 * The real codes are not public but for a request parameter that is defined twice; the others are of one kind here.
 */
export function checkParameters(definition: ApiDefinition): void {
  const given = givenParameters(definition);
  const problems = [
    ...mapProblems(definition),
    ...given.flatMap((parameter) => placeProblems(parameter, definition)),
    ...systemProblems(definition),
    ...twins(given),
  ];
  for (const [path, problem] of problems) throw apiError("InvalidDefinition.Malformed", path, problem);
}

type Problem = readonly [path: string, problem: string];

const givenParameters = (definition: ApiDefinition): Given[] => [
  ...given("ServiceParameters", definition.serviceParameters),
  ...given("ConstantParameters", definition.constantParameters),
  ...given("SystemParameters", definition.systemParameters),
];

const given = (list: string, items: readonly { serviceParameterName: string; location: string }[]): Given[] =>
  items.map(({ serviceParameterName: name, location }, index) => ({
    path: `${list}[${index}]`,
    name,
    location: location.toLowerCase(),
  }));

/** Whatever the service gets of the request has to be declared there, and each service parameter has one source. */
function mapProblems(definition: ApiDefinition): Problem[] {
  const { requestParameters, serviceParameters, serviceParametersMap } = definition;
  const inRequest = new Set(requestParameters.map(({ apiParameterName }) => apiParameterName));
  const inService = new Set(serviceParameters.map(({ serviceParameterName }) => serviceParameterName));
  const entries = serviceParametersMap.flatMap(
    ({ requestParameterName: from, serviceParameterName: to }, index): Problem[] => {
      const path = `ServiceParametersMap[${index}]`;
      if (!inRequest.has(from))
        return [[`${path}.RequestParameterName`, `is "${from}", which is none of RequestParameters`]];
      if (!inService.has(to))
        return [[`${path}.ServiceParameterName`, `is "${to}", which is none of ServiceParameters`]];
      const first = serviceParametersMap.findIndex((entry) => entry.serviceParameterName === to);
      return first < index
        ? [[`${path}.ServiceParameterName`, `is "${to}", which entry ${first} maps already`]]
        : [];
    },
  );
  const mapped = new Set(serviceParametersMap.map(({ serviceParameterName }) => serviceParameterName));
  // One that no entry names takes the request parameter of its own name.
  const sourceless = serviceParameters.flatMap(({ serviceParameterName: name }, index): Problem[] =>
    mapped.has(name) || inRequest.has(name)
      ? []
      : [[`ServiceParameters[${index}]`, `is "${name}", which no request parameter is mapped to`]],
  );
  return [...entries, ...sourceless];
}

function placeProblems({ path, name, location }: Given, { service, request }: ApiDefinition): Problem[] {
  if (!locations.includes(location)) {
    const what = location === "" ? "is missing" : `is "${location}"`;
    return [[`${path}.Location`, `${what}, but must be one of HEAD, QUERY, BODY, PATH`]];
  }
  // An empty path of the service is that of the request.
  const pattern = service.path || request.path;
  if (location !== "path" || service.mock || pattern.includes(`[${name}]`)) return [];
  return [[path, `is in the path, but the back end's path ${pattern} has no [${name}]`]];
}

const systemProblems = ({ systemParameters }: ApiDefinition): Problem[] =>
  systemParameters.flatMap(({ parameterName }, index): Problem[] =>
    systemParameterNames.includes(parameterName)
      ? []
      : [
          [
            `SystemParameters[${index}].ParameterName`,
            `is "${parameterName}", but must be one of ${systemParameterNames.join(", ")}`,
          ],
        ],
  );

/** Two values for one name in one place; of headers, case does not count. */
function twins(all: readonly Given[]): Problem[] {
  const seen = new Map<string, string>();
  return all.flatMap(({ path, name, location }): Problem[] => {
    const place = location === "header" ? "head" : location;
    const key = `${place} ${place === "head" ? name.toLowerCase() : name}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, path);
    return first === undefined ? [] : [[path, `gives the back end "${name}" in the same place as ${first}`]];
  });
}
