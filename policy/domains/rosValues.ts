import { isUnknown, Unknown } from "../core/values";

/** A value of a template. */
export interface Resolved {
  /** Empty if it is not set. Unknown parameters and functions are Unknown. */
  readonly value: string | Unknown;
  /** Expression of the value. Equal expressions have equal values. */
  readonly key: string;
  /** Whether it is a property of a resource that the template, or one that contains it, creates. */
  readonly isOfTemplate: boolean;
  /** Whether a condition that is unknown at preview chooses between this value and others. */
  readonly isConditional: boolean;
}

type Parameters = (name: string) => Resolved | undefined;

/** Evaluates references and conditions of a template, as far as its parameters are known. */
export class TemplateValues {
  private readonly resources: Readonly<Record<string, unknown>>;
  private readonly conditions: Readonly<Record<string, unknown>>;

  private constructor(
    template: unknown,
    private readonly parameters: Parameters,
  ) {
    this.resources = objectIn(template, "Resources");
    this.conditions = objectIn(template, "Conditions");
  }

  /** @param parameters values by name; undefined if all are unknown */
  static ofStack(
    template: unknown,
    parameters: Readonly<Record<string, unknown>> | undefined,
  ): TemplateValues {
    const declared = objectIn(template, "Parameters");
    return new TemplateValues(template, (name) => {
      if (parameters === undefined) return createUnknown(name);
      const value = parameters[name] ?? objectIn(declared, name).Default;
      return isScalar(value) ? createKnown(value) : createUnknown(name);
    });
  }

  /** Creates the values of a nested template, whose parameters are values of this one. */
  nest(template: unknown, parameters: unknown): TemplateValues {
    const declared = objectIn(template, "Parameters");
    return new TemplateValues(template, (name) => {
      const own = isObject(parameters) ? parameters[name] : undefined;
      if (own !== undefined) return this.resolve(own);
      const value = objectIn(declared, name).Default;
      return isScalar(value) ? createKnown(value) : createUnknown(name);
    });
  }

  /** Resolves a literal, a reference to a parameter, a property of a resource, or a choice between them. */
  resolve(value: unknown): Resolved {
    if (value === undefined || value === null) return createKnown("");
    if (isScalar(value)) return createKnown(value);
    const { Ref: ref, "Fn::GetAtt": attribute, "Fn::If": choice } = isObject(value) ? value : {};
    if (Array.isArray(choice)) return this.choose(choice);
    const name = ref ?? (Array.isArray(attribute) ? (attribute as unknown[])[0] : attribute);
    const unknownValue = createUnknown(JSON.stringify(value));
    if (typeof name !== "string") return unknownValue;
    if ((name.split(".")[0] ?? "") in this.resources) return { ...unknownValue, isOfTemplate: true };
    return ref === undefined ? unknownValue : (this.parameters(name) ?? unknownValue);
  }

  private choose(choice: readonly unknown[]): Resolved {
    const [condition, ...values] = choice;
    const isTrue = this.evaluateCondition(condition);
    if (!isUnknown(isTrue)) return this.resolve(values[isTrue ? 0 : 1]);
    const isOfTemplate = values.every((value) => this.resolve(value).isOfTemplate);
    return { ...createUnknown(JSON.stringify(choice)), isOfTemplate, isConditional: true };
  }

  evaluateString(value: unknown): string | Unknown {
    return this.resolve(value).value;
  }

  /** Whether the template creates a resource, by its condition and its count. */
  isCreated({ Condition: condition, Count: count }: Readonly<Record<string, unknown>>): boolean | Unknown {
    const number = count === undefined ? "1" : this.evaluateString(count);
    const isCounted = isUnknown(number) ? number : Number(number) > 0;
    return every([condition === undefined || this.evaluateCondition(condition), isCounted]);
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

const createKnown = (value: string | number | boolean): Resolved => {
  const text = String(value);
  return { value: text, key: `value ${text}`, isOfTemplate: false, isConditional: false };
};

const createUnknown = (key: string): Resolved => ({
  value: new Unknown("templateBody"),
  key,
  isOfTemplate: false,
  isConditional: false,
});

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
