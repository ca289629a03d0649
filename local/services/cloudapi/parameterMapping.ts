import type { ApiDefinition } from "../../store/model";
import { apiError } from "./errors";
import { jsonList } from "./jsonFields";

/** The five parameter lists of a definition. */
export type ParameterLists = Pick<
  ApiDefinition,
  | "requestParameters"
  | "serviceParameters"
  | "serviceParametersMap"
  | "constantParameters"
  | "systemParameters"
>;

export interface GivenLists {
  RequestParameters?: unknown;
  ServiceParameters?: unknown;
  ServiceParametersMap?: unknown;
  ConstantParameters?: unknown;
  SystemParameters?: unknown;
}

/**
 * Reads the parameter lists and separates constants and system parameters. The Terraform provider sends them in the
 * request lists, marked by the catalog of the service parameter (`provider-api`, section 6.4).
 */
export function readParameterLists(given: GivenLists): ParameterLists {
  const requests = readRequestParameters(given.RequestParameters);
  const services = readServiceParameters(given.ServiceParameters);
  const map = readMap(given.ServiceParametersMap);
  const constants = readConstants(given.ConstantParameters);
  const systems = readSystems(given.SystemParameters);
  const special = services.filter(({ parameterCatalog }) => parameterCatalog !== "REQUEST");

  for (const service of special) {
    const name = map.find(
      (entry) => entry.serviceParameterName === service.serviceParameterName,
    )?.requestParameterName;
    const request = requests.find((candidate) => candidate.apiParameterName === name);
    const { serviceParameterName, location } = service;
    if (service.parameterCatalog === "CONSTANT") {
      const { defaultValue = "", description = "" } = request ?? {};
      constants.push({ serviceParameterName, location, constantValue: defaultValue, description });
    } else {
      const description = request?.description ?? "";
      systems.push({
        parameterName: name ?? serviceParameterName,
        serviceParameterName,
        location,
        description,
      });
    }
  }

  const specialServices = new Set(special.map(({ serviceParameterName }) => serviceParameterName));
  const isRequest = ({ serviceParameterName }: { serviceParameterName: string }) =>
    !specialServices.has(serviceParameterName);
  const specialRequests = new Set(
    map.filter((entry) => !isRequest(entry)).map((entry) => entry.requestParameterName),
  );
  const requestParameters = requests.filter(({ apiParameterName }) => !specialRequests.has(apiParameterName));
  refuseDuplicates(requestParameters);
  return {
    requestParameters,
    serviceParameters: services.filter(({ parameterCatalog }) => parameterCatalog === "REQUEST"),
    serviceParametersMap: map.filter(isRequest),
    constantParameters: constants,
    systemParameters: systems,
  };
}

function refuseDuplicates(parameters: ParameterLists["requestParameters"]): void {
  const seen = new Set<string>();
  for (const { apiParameterName } of parameters) {
    if (seen.has(apiParameterName)) throw apiError("DuplicateRequestParamaters", apiParameterName);
    seen.add(apiParameterName);
  }
}

/** Compared case-insensitively, because clients send `Head` and `HEAD`, `String` and `STRING`. */
const places = ["Head", "Header", "Query", "Body", "Path"];
const types = ["String", "Int", "Long", "Float", "Double", "Number", "Boolean", "Array", "File"];

function readRequestParameters(value: unknown): ApiDefinition["requestParameters"] {
  return jsonList("RequestParameters", value).map((fields) => {
    const name = fields.text("name");
    fields.known("location", places);
    fields.known("parameterType", types);
    fields.known("required", ["REQUIRED", "OPTIONAL"]);
    const parameter = {
      apiParameterName: fields.text("apiParameterName") || name || "",
      location: fields.text("location") ?? "",
      parameterType: fields.text("parameterType") || "String",
      required: fields.text("required") || "OPTIONAL",
      defaultValue: fields.text("defaultValue") ?? "",
      description: fields.text("description") ?? "",
    };
    // Only for documentation: the position, and whether the parameter is shown.
    fields.text("docOrder");
    fields.text("docShow");
    fields.text("demoValue");
    fields.finish();
    return named(fields.path, parameter, parameter.apiParameterName);
  });
}

function readServiceParameters(value: unknown): ApiDefinition["serviceParameters"] {
  return jsonList("ServiceParameters", value).map((fields) => {
    const parameter = {
      serviceParameterName: fields.text("serviceParameterName") ?? "",
      location: fields.text("location") ?? "",
      // Older clients send `type`.
      parameterType: fields.text("parameterType") || fields.text("type") || "",
      parameterCatalog: fields.choice("parameterCatalog", ["REQUEST", "CONSTANT", "SYSTEM"], "REQUEST"),
    };
    fields.finish();
    return named(fields.path, parameter, parameter.serviceParameterName);
  });
}

function readMap(value: unknown): ApiDefinition["serviceParametersMap"] {
  return jsonList("ServiceParametersMap", value).map((fields) => {
    const entry = {
      requestParameterName: fields.text("requestParameterName") ?? "",
      serviceParameterName: fields.text("serviceParameterName") ?? "",
    };
    fields.finish();
    return named(fields.path, entry, entry.serviceParameterName);
  });
}

function readConstants(value: unknown): ApiDefinition["constantParameters"] {
  return jsonList("ConstantParameters", value).map((fields) => {
    const constant = {
      serviceParameterName: fields.text("serviceParameterName") ?? "",
      location: fields.text("location") ?? "",
      constantValue: fields.text("constantValue") ?? "",
      description: fields.text("description") ?? "",
    };
    fields.finish();
    return named(fields.path, constant, constant.serviceParameterName);
  });
}

function readSystems(value: unknown): ApiDefinition["systemParameters"] {
  return jsonList("SystemParameters", value).map((fields) => {
    const system = {
      parameterName: fields.text("parameterName") ?? "",
      serviceParameterName: fields.text("serviceParameterName") ?? "",
      location: fields.text("location") ?? "",
      description: fields.text("description") ?? "",
    };
    fields.text("demoValue");
    fields.finish();
    return named(fields.path, system, system.parameterName);
  });
}

function named<T>(path: string, item: T, name: string): T {
  if (name === "") throw apiError("InvalidDefinition.Malformed", path, "has no name");
  return item;
}
