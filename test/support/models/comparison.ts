import { systemParameters } from "../../../local/rpc/parameters";
import type { Parameter, ParameterTable } from "../../../local/rpc/parameterTypes";
import { type DeclaredAction, declaredActions, operations } from "../../../local/services";
import { logOperations } from "../../../local/services/sls/service";
import { type Absence, findAbsence, listedAbsences } from "./absences";
import type { Answers, Fields } from "./answers";
import { type ActionModel, formatKey, packageVersion, readModels, type Shape } from "./sdkModels";

/** An implemented action beside its model in the SDK. Names are paths such as `Tag[].Key`. */
export interface Comparison {
  readonly product: string;
  readonly version: string;
  readonly action: string;
  readonly sdk: string;
  /** Whether the SDK has the action. */
  readonly isInSdk: boolean;
  readonly accepted: readonly string[];
  /** Whether a test gets an answer, or the answer has no fields of its own. */
  readonly isTested: boolean;
  /** Rejected by name. */
  readonly refused: readonly string[];
  /** Fields that had a value in a test. */
  readonly answered: readonly string[];
  /** Fields that are always empty. */
  readonly empty: readonly string[];
  /** Fields that are missing in every answer, with the reason. */
  readonly absent: readonly { readonly field: string; readonly absence: Absence | undefined }[];
}

/** Parameters of the account of the caller. Every model has them, no document describes them, and no client sends them. */
export const accountParameters = ["OwnerAccount", "OwnerId", "ResourceOwnerAccount", "ResourceOwnerId"];

/** Parameters that the comparison leaves out. */
const everywhere = new Set([...systemParameters, ...accountParameters]);

/** The paths of all members of a shape. */
function listPaths(shape: Shape, prefix = ""): string[] {
  if (shape === 1) return [];
  if (isList(shape)) return listPaths(shape[0], `${prefix}[]`);
  return Object.entries(shape).flatMap(([name, member]) => {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    return [path, ...listPaths(member, path)];
  });
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);

/** The shape of a parameter. A value that the handler decodes itself accepts every member. */
function readShape(parameter: Parameter): Shape {
  if (parameter.type === "object") return shapeOfTable(parameter.fields);
  return parameter.type === "objects" ? [shapeOfTable(parameter.fields)] : 1;
}

const shapeOfTable = (table: ParameterTable): Shape =>
  Object.fromEntries(Object.entries(table).map(([name, parameter]) => [name, readShape(parameter)]));

/** Whether a declared shape contains a path of the SDK. */
function accepts(declared: Shape, path: string): boolean {
  let shape: Shape = declared;
  for (const name of path.replaceAll("[]", ".[]").split(".")) {
    if (shape === 1) return true;
    const member: Shape | undefined = isList(shape) ? shape[0] : name === "[]" ? shape : shape[name];
    if (member === undefined) return false;
    shape = member;
  }
  return true;
}

/** Leaves out paths below a path of the list. */
const outermost = (paths: readonly string[]): string[] =>
  paths.filter((path) => !paths.some((one) => path.startsWith(`${one}.`) || path.startsWith(`${one}[]`)));

/** Whether a path is below a list or object that is always empty. */
const isBelowEmpty = (fields: Fields, path: string): boolean =>
  [...path.matchAll(/\[\]|\./g)].some(({ index }) => fields.get(path.slice(0, index)) === false);

/** Compares all implemented actions with the models of the SDK, by the answers of the tests. */
export function compare(answers: Answers): Comparison[] {
  const models = readModels();
  const declared = new Map<string, Shape>([
    ...operations.map((it) => [formatKey(it), shapeOfTable(it.parameters)] as const),
    ...logOperations.map(({ action, takes = [], queries = [] }) => {
      const names = [...takes, ...queries].map((name) => [name, 1] as const);
      return [`sls 0.6.0 ${action}`, Object.fromEntries(names)] as const;
    }),
  ]);
  return declaredActions.map((action) => {
    const key = formatKey(action);
    const model = models.get(key);
    if (model === undefined) throw new Error(`${key}: has no model. Run npm run models -- --download.`);
    const fields = answers.get(key) ?? new Map<string, boolean>();
    return {
      ...action,
      isTested: answers.has(key) || !listPaths(model?.response ?? {}).some(isOfBody),
      ...compareAction(action, model, declared.get(key) ?? {}, fields),
      sdk: packageVersion(action),
    };
  });
}

/** Whether a field belongs to the action. Every answer has a RequestId. The SDK adds the others to an empty body. */
const isOfBody = (path: string): boolean => !["RequestId", "headers", "statusCode"].includes(path);

/** In Simple Log Service, some models have the members of the body as a member of their own. */
function withoutBody(request: Shape): Shape {
  return request !== 1 && !isList(request) && request.body ? request.body : request;
}

function compareAction(
  { product, action }: DeclaredAction,
  model: ActionModel | null,
  declared: Shape,
  fields: Fields,
) {
  const parameters = listPaths(withoutBody(model?.request ?? {})).filter((path) => !everywhere.has(path));
  const wanted = listPaths(model?.response ?? {}).filter(isOfBody);
  const missing = wanted.filter((path) => !fields.has(path) && !isBelowEmpty(fields, path));
  return {
    isInSdk: model !== null,
    accepted: parameters.filter((path) => accepts(declared, path)),
    refused: outermost(parameters.filter((path) => !accepts(declared, path))),
    answered: wanted.filter((path) => fields.get(path) === true),
    empty: outermost(wanted.filter((path) => fields.get(path) === false)),
    absent: outermost(missing).map((field) => ({ field, absence: findAbsence(product, action, field) })),
  };
}

/** Actions without an answer, fields that are missing without a reason, and reasons without a field. */
export function listProblems(comparisons: readonly Comparison[]): string[] {
  const used = new Set<string>();
  const tested = comparisons.filter(({ isTested }) => isTested);
  const untested = comparisons
    .filter(({ isTested }) => !isTested)
    .map(
      ({ product, action }) =>
        `${product} ${action}: no test gets an answer. Call it in a test in test/local.`,
    );
  const unlisted = tested.flatMap(({ product, action, absent }) =>
    absent.flatMap(({ field, absence }) => {
      if (absence) used.add(absence.entry);
      return absence
        ? []
        : [
            `${product} ${action}: no answer has ${field}. Answer it, or add it to test/support/models/absences.ts.`,
          ];
    }),
  );
  const unused = listedAbsences.filter((entry) => !used.has(entry));
  return [
    ...untested,
    ...unlisted,
    ...unused.map((entry) => `absences.ts: ${entry} is not missing. Remove it.`),
  ];
}
