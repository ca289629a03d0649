import { isUnknown, Unknown } from "../core/values";

/** Functions on conditions, which take lists. Source: Resource Orchestration Service, "Functions". */
export const conditionFunctions = ["Equals", "And", "Or", "Not"] as const;

/** Evaluates references and conditions of a template, as far as its parameters are known. */
export class TemplateValues {
  private readonly declared: Readonly<Record<string, unknown>>;
  private readonly conditions: Readonly<Record<string, unknown>>;

  /** @param parameters values by name; undefined if all are unknown */
  constructor(
    template: unknown,
    private readonly parameters: Readonly<Record<string, unknown>> | undefined,
  ) {
    this.declared = objectIn(template, "Parameters");
    this.conditions = objectIn(template, "Conditions");
  }

  /** Evaluates a string; empty if it is not set. Unknown parameters and functions evaluate to Unknown. */
  evaluateString(value: unknown): string | Unknown {
    if (value === undefined || value === null) return "";
    if (isScalar(value)) return String(value);
    const name = isObject(value) ? value.Ref : undefined;
    if (typeof name !== "string" || this.parameters === undefined) return new Unknown("templateBody");
    const found = this.parameters[name] ?? objectIn(this.declared, name).Default;
    return isScalar(found) ? String(found) : new Unknown(`parameters ${name}`);
  }

  /** Evaluates a condition by its name. */
  evaluateCondition(name: unknown, within: ReadonlySet<unknown> = new Set()): boolean | Unknown {
    const unknownValue = new Unknown("templateBody");
    if (typeof name !== "string" || within.has(name) || !(name in this.conditions)) return unknownValue;
    return this.isTrue(this.conditions[name], new Set([...within, name]));
  }

  private isTrue(condition: unknown, within: ReadonlySet<unknown>): boolean | Unknown {
    if (typeof condition === "boolean") return condition;
    if (typeof condition === "string") return this.evaluateCondition(condition, within);
    const unknownValue = new Unknown("templateBody");
    if (!isObject(condition)) return unknownValue;
    const [[name, operands] = ["", undefined], ...more] = Object.entries(condition);
    if (more.length > 0) return unknownValue;
    const list: unknown[] = Array.isArray(operands) ? operands : [operands];
    const each = () => list.map((operand) => this.isTrue(operand, within));
    const evaluators: Readonly<Record<string, () => boolean | Unknown>> = {
      Condition: () => this.evaluateCondition(operands, within),
      "Fn::Equals": () => this.areEqual(list),
      "Fn::Not": () => not(each()[0] ?? unknownValue),
      "Fn::And": () => every(each()),
      "Fn::Or": () => not(every(each().map(not))),
    };
    return evaluators[name]?.() ?? unknownValue;
  }

  private areEqual(list: readonly unknown[]): boolean | Unknown {
    const [one, other] = list.map((operand) => this.evaluateString(operand));
    if (one === undefined || other === undefined) return new Unknown("templateBody");
    return isUnknown(one) ? one : isUnknown(other) ? other : one === other;
  }
}

const not = (value: boolean | Unknown): boolean | Unknown => (isUnknown(value) ? value : !value);

const every = (values: readonly (boolean | Unknown)[]): boolean | Unknown =>
  values.includes(false) ? false : (values.find(isUnknown) ?? true);

const isScalar = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);

export function objectIn(holder: unknown, key: string): Readonly<Record<string, unknown>> {
  const value = isObject(holder) ? holder[key] : undefined;
  return isObject(value) ? value : {};
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isUnknown(value);
}
