import type { ApiDefinition } from "../../store/model";
import { apiError } from "./errors";
import { systemParameterNames } from "./platform";

/** A parameter of the back end, whatever the source of its value is. */
interface Given {
  /** Location in the call, such as `ConstantParameters[0]`. */
  path: string;
  name: string;
  location: string;
}

/** The locations are Body, Head, Query and Path (`gateway-facts`, section 4.2). They are case-insensitive. */
const locations = ["head", "header", "query", "body", "path"];

/**
 * Rejects parameter lists that contradict each other or the paths, because the gateway could not use them.
 *
 * The real codes are not public, except for a request parameter that is defined twice. All other errors use one code
 * here.
 */
export function checkParameters(definition: ApiDefinition): void {
  const given = givenParameters(definition);
  const problems = [
    ...mapProblems(definition),
    ...given.flatMap((parameter) => placeProblems(parameter, definition)),
    ...systemProblems(definition),
    ...findDuplicates(given),
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

/** Every request parameter that the service uses must be declared, and each service parameter has one source. */
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
  // A service parameter without an entry uses the request parameter with the same name.
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
  // An empty path of the service stands for the path of the request.
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

/** Finds several values for one name in one location. Header names are case-insensitive. */
function findDuplicates(all: readonly Given[]): Problem[] {
  const seen = new Map<string, string>();
  return all.flatMap(({ path, name, location }): Problem[] => {
    const place = location === "header" ? "head" : location;
    const key = `${place} ${place === "head" ? name.toLowerCase() : name}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, path);
    return first === undefined ? [] : [[path, `gives the back end "${name}" in the same place as ${first}`]];
  });
}
