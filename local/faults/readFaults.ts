import { ERRORS } from "../gateway/errors";
import { declaredActions } from "../services/index";
import type { Fault } from "./fault";

/** Error codes that every product can return, with their status. A fault with another code has to state its status. */
const statuses: ReadonlyMap<string, number> = new Map([
  ["Throttling", 400],
  ["Throttling.User", 400],
  ["Throttling.Api", 400],
  ["InternalError", 500],
  ["ServiceUnavailable", 503],
]);

const defaultMessage = "A fault that was set at /_local/faults.";

/** One hour. No client waits longer. */
const longestLatency = 3_600_000;

/** Actions that create resources which are not ready immediately, by product. */
const settling: Readonly<Record<string, readonly string[]>> = {
  vpc: ["CreateVpc", "CreateVSwitch"],
  ecs: ["RunInstances"],
  alb: ["CreateLoadBalancer"],
  cloudapi: ["CreateInstance"],
};

const common = ["product", "times", "after", "latencyMs"];

/** Members of a fault, by target. */
const allowedMembers = {
  api: [...common, "action", "code", "status", "message", "cut", "settleMs"],
  gateway: [...common, "code"],
  backEnd: [...common, "cut", "refuses"],
} as const;

/** Error codes of the gateway whose cause is not the client. */
const gatewayCodes = Object.entries(ERRORS)
  .filter(([, { source }]) => ["gateway", "backend", "throttling"].includes(source))
  .map(([code]) => code);

/** All actions, by product. */
function catalogue(): ReadonlyMap<string, ReadonlySet<string>> {
  const actions = new Map<string, Set<string>>();
  for (const { product, action } of declaredActions) {
    actions.set(product, (actions.get(product) ?? new Set()).add(action));
  }
  return actions;
}

/** Faults, or all their problems by path. */
export type Reading = { faults: Fault[] } | { problems: string[] };

export function readFaults(value: unknown): Reading {
  if (!Array.isArray(value)) {
    const example = '[{"product":"ecs","action":"RunInstances","code":"Throttling.User","times":1}]';
    return { problems: [`Faults are a JSON list such as ${example}.`] };
  }
  const known = catalogue();
  const readings = value.map((item: unknown, index) => new FaultReader(`[${index}]`, known).read(item));
  const problems = readings.flatMap((it) => it.problems);
  return problems.length > 0 ? { problems } : { faults: readings.flatMap(({ fault }) => fault ?? []) };
}

/** Reads one fault and collects its problems. */
class FaultReader {
  private readonly problems: string[] = [];
  private members: ReadonlyMap<string, unknown> = new Map();

  constructor(
    private readonly path: string,
    private readonly known: ReadonlyMap<string, ReadonlySet<string>>,
  ) {}

  read(item: unknown): { fault?: Fault; problems: string[] } {
    if (typeof item !== "object" || item === null || Array.isArray(item)) {
      return { problems: [`${this.path}: is not a JSON object.`] };
    }
    this.members = new Map(Object.entries(item));
    const product = this.product();
    if (product === undefined) return { problems: this.problems };
    const possible =
      product === "gateway" || product === "backEnd" ? allowedMembers[product] : allowedMembers.api;
    for (const name of this.members.keys()) {
      if (!possible.includes(name))
        this.wrong(name, `is not known of ${product}. Use ${possible.join(", ")}.`);
    }
    const fault: Fault = {
      product,
      ...this.effect(product),
      ...this.optional("times", 1, Number.MAX_SAFE_INTEGER),
      after: this.number("after", 0, Number.MAX_SAFE_INTEGER) ?? 0,
      latencyMs: this.number("latencyMs", 0, longestLatency) ?? 0,
    };
    this.checkEffect(fault, possible);
    return { fault, problems: this.problems };
  }

  private wrong(name: string, problem: string): undefined {
    this.problems.push(`${this.path}.${name}: ${problem}`);
  }

  private said(name: string): string {
    return this.members.has(name) ? `is ${JSON.stringify(this.members.get(name))}` : "is missing";
  }

  /** The product name in its canonical case. */
  private product(): string | undefined {
    const given = this.members.get("product");
    const all = [...this.known.keys(), "gateway", "backEnd"];
    const found = all.find((name) => typeof given === "string" && name.toLowerCase() === given.toLowerCase());
    return found ?? this.wrong("product", `${this.said("product")}. Use one of ${all.join(", ")}.`);
  }

  private effect(product: string): Partial<Fault> {
    if (product === "gateway") return this.codeOfGateway();
    if (product === "backEnd") return { ...this.cut(), ...this.refuses() };
    return { ...this.action(product), ...this.error(), ...this.cut(), ...this.settle(product) };
  }

  private action(product: string): Partial<Fault> {
    const action = this.members.get("action");
    const actions = this.known.get(product) ?? new Set();
    if (typeof action === "string" && (action === "*" || actions.has(action))) return { action };
    this.wrong(
      "action",
      `${this.said("action")}, no action of ${product} here. Use * or ${[...actions].join(", ")}.`,
    );
    return {};
  }

  private error(): Partial<Fault> {
    const [code, message] = [this.members.get("code"), this.members.get("message")];
    if (code === undefined) {
      for (const name of ["status", "message"]) {
        if (this.members.has(name))
          this.wrong(name, "says more of an error that has no code. Give a code too.");
      }
      return {};
    }
    if (typeof code !== "string" || !/^[A-Za-z][\w.-]{0,99}$/.test(code)) {
      this.wrong("code", `${this.said("code")}. Use an error code such as Throttling.User.`);
      return {};
    }
    if (message !== undefined && typeof message !== "string")
      this.wrong("message", `${this.said("message")}. Use a text.`);
    const status = this.number("status", 400, 599) ?? statuses.get(code);
    if (status === undefined && !this.members.has("status")) {
      this.wrong("status", `is missing, and ${code} has none that is known here. Use one from 400 to 599.`);
    }
    return { code, ...(status !== undefined && { status }), message: String(message ?? defaultMessage) };
  }

  private codeOfGateway(): Partial<Fault> {
    const code = this.members.get("code");
    if (code === undefined) return {};
    if (typeof code === "string" && gatewayCodes.includes(code)) return { code };
    this.wrong("code", `${this.said("code")}. Use one of ${gatewayCodes.join(", ")}.`);
    return {};
  }

  private cut(): Partial<Fault> {
    const cut = this.members.get("cut");
    if (cut === "before" || cut === "after") return { cut };
    if (cut !== undefined) this.wrong("cut", `${this.said("cut")}. Use "before" or "after".`);
    return {};
  }

  private settle(product: string): Partial<Fault> {
    const settleMs = this.number("settleMs", 1, longestLatency);
    if (settleMs === undefined) return {};
    const action = this.members.get("action");
    if (typeof action === "string" && settling[product]?.includes(action)) return { settleMs };
    const possible = Object.entries(settling).flatMap(([of, actions]) => actions.map((it) => `${of} ${it}`));
    this.wrong(
      "settleMs",
      `is set for ${product} ${String(action)}, which has no such state here. Use ${possible.join(", ")}.`,
    );
    return {};
  }

  private refuses(): Partial<Fault> {
    const refuses = this.members.get("refuses");
    if (refuses === true) return { refuses };
    if (refuses !== undefined) this.wrong("refuses", `${this.said("refuses")}. Use true, or remove it.`);
    return {};
  }

  /** A fault has exactly one effect on the result of a call. A fault without any effect is an error. */
  private checkEffect(fault: Fault, possible: readonly string[]): void {
    const ways = ["code", "cut", "refuses", "settleMs"].filter((name) => possible.includes(name));
    const given = ways.filter((name) => this.members.has(name));
    if (given.length > 1) this.problems.push(`${this.path}: has ${given.join(" and ")}. Use one of them.`);
    if (given.length === 0 && fault.latencyMs === 0 && this.problems.length === 0) {
      this.problems.push(`${this.path}: does nothing. Use ${[...ways, "latencyMs"].join(" or ")}.`);
    }
  }

  private optional(name: "times", min: number, max: number): Partial<Fault> {
    const value = this.number(name, min, max);
    return value === undefined ? {} : { [name]: value };
  }

  private number(name: string, min: number, max: number): number | undefined {
    const value = this.members.get(name);
    if (value === undefined) return undefined;
    if (typeof value === "number" && Number.isInteger(value) && value >= min && value <= max) return value;
    const range = max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `from ${min} to ${max}`;
    return this.wrong(name, `${this.said(name)}. Use a whole number ${range}.`);
  }
}
