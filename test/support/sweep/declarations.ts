import { join } from "node:path";
import ts from "typescript";
import { projectDir } from "../../../cli/paths";

/** Declaration of a component's argument. */
export interface Declaration {
  /**
   * Path, such as `service.port` or `routes[].backend.timeout`. `[]` stands for any key or index. An alternative that a
   * property selects is part of the path: `balancer<alb>.port`.
   */
  path: string;
  /** The component of the argument. */
  component: string;
  /** Values that its type allows, without Outputs and without members that have their own declaration. */
  kind: ValueKind;
  comment: string;
  /** Its tag `@default`. */
  standard: string;
}

/** Possible values: the alternatives of a type that have no members of their own. */
export interface ValueKind {
  boolean: boolean;
  /** Allowed texts or numbers. */
  literals: (string | number)[];
  /** Whether the type allows any text, number, list, map, object or function. */
  open: boolean;
}

/** Components, with the path of their arguments in those of `VpcApi`. */
const parts: Readonly<Record<string, string>> = {
  VpcApi: "",
  Network: "network",
  NginxService: "service",
  ClassicLoadBalancer: "balancer<clb>",
  ApplicationLoadBalancer: "balancer<alb>",
  GatewayAccess: "",
  ApiGroup: "group",
  Routes: "",
  Publication: "publication",
  CustomDomain: "domains[]",
  Plugins: "",
  App: "apps[]",
  AccessLog: "accessLog",
  GatewayInstance: "gateway",
};

/** Arguments whose members are not listed: functions, and data without a type. */
const closed = /^(transform|.*\.cloudConfig|.*\.document)$/;

/** Arguments that every component has. */
const common = /^(transform|protect|tags)$/;

const none: ValueKind = { boolean: false, literals: [], open: false };

/** A member of a type, with its path, types and comment. */
type Member = Pick<Declaration, "path" | "comment" | "standard"> & { type: ts.Type };

/** Lists the arguments of every exported component, `VpcApi` first. */
export function listDeclarations(entry = join(projectDir, "components", "index.ts")): Declaration[] {
  const program = ts.createProgram([entry], {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ["node"],
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (!module) throw new Error(`${entry} exports nothing`);
  const exported = new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, symbol]));
  const unlisted = [...exported.values()]
    .filter((symbol) => isComponent(checker, symbol))
    .map(({ name }) => name);
  for (const name of unlisted) {
    if (!(name in parts)) throw new Error(`${name} is not in the list of components of ${__filename}.`);
  }
  const reader = new Reader(checker);
  const [first, ...others] = Object.entries(parts).map(([component, place]) => {
    const args = exported.get(`${component}Args`);
    if (!args) throw new Error(`The package does not export ${component}Args.`);
    return { place, ...reader.read(component, checker.getDeclaredTypeOfSymbol(args)) };
  });
  if (!first) throw new Error("The list of components is empty.");
  const rest = others.flatMap(({ place, declarations }) => {
    const inVpcApi = (path: string) => (place === "" ? path : `${place}.${path}`);
    // The declarations of `VpcApi` already contain the common arguments.
    return declarations.filter(({ path }) => !common.test(path) && !first.paths.has(inVpcApi(path)));
  });
  return [...first.declarations, ...rest];
}

function isComponent(checker: ts.TypeChecker, symbol: ts.Symbol): boolean {
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const declared = target.declarations?.find(ts.isClassDeclaration);
  return declared?.heritageClauses?.some((clause) => /\bComponent\b/.test(clause.getText())) ?? false;
}

/** Environments. A map by environment is an object with a member for each. */
const stages = ["RELEASE", "PRE", "TEST"];

class Reader {
  private readonly checker: ts.TypeChecker;
  /** Types whose members are already listed. Their members are the same everywhere. */
  private readonly listed = new Set<ts.Type>();

  constructor(checker: ts.TypeChecker) {
    this.checker = checker;
  }

  /** Lists arguments, outer ones first, and all visited paths. */
  read(component: string, args: ts.Type): { declarations: Declaration[]; paths: Set<string> } {
    const found = new Map<string, Declaration>();
    const paths = new Set<string>();
    for (let level = this.members(args, ""); level.length > 0; ) {
      const inner: Member[] = [];
      for (const member of level) {
        const { path, comment, standard } = member;
        const { kind, inside } = this.look(member);
        paths.add(path);
        inner.push(...inside);
        // An entry of a list or map is not an argument. The list or map is.
        if (path.endsWith("[]")) continue;
        const isOwn = kind.boolean || kind.literals.length > 0 || kind.open || inside.length === 0;
        const before = found.get(path);
        if (before) found.set(path, { ...before, kind: merged(before.kind, kind) });
        else if (isOwn) found.set(path, { path, component, kind, comment, standard });
      }
      level = inner;
    }
    return { declarations: [...found.values()], paths };
  }

  /** Possible values and members of an argument. */
  private look({ path, type }: Member): { kind: ValueKind; inside: Member[] } {
    const alternatives = this.alternatives(type);
    const objects = alternatives.filter((one) => this.isObject(one) && !this.isByStage(one));
    const kind = alternatives.map((one) => this.describeKind(one)).reduce(merged, none);
    if (closed.test(path)) return { kind, inside: [] };
    const fresh = objects.filter((one) => !this.listed.has(one));
    for (const one of fresh) this.listed.add(one);
    const contents = alternatives.flatMap((one) =>
      // A map by environment beside a single value has the same content.
      this.isByStage(one) && objects.length > 0 ? [] : this.contents(one, path),
    );
    return { kind, inside: [...contents, ...this.listUnionMembers(fresh, path)] };
  }

  members(type: ts.Type, path: string): Member[] {
    return type.getProperties().map((property) => ({
      path: path === "" ? property.name : `${path}.${property.name}`,
      type: this.findType(property),
      comment: ts.displayPartsToString(property.getDocumentationComment(this.checker)),
      standard: property
        .getJsDocTags(this.checker)
        .flatMap(({ name, text }) => (name === "default" ? [ts.displayPartsToString(text)] : []))
        .join(" "),
    }));
  }

  /** Members of all objects of a union. If a property selects the object, they are below its value. */
  private listUnionMembers(objects: ts.Type[], path: string): Member[] {
    const selector = this.findSelector(objects);
    return objects.flatMap((object) => {
      const members = this.members(object, selector ? `${path}<${this.selected(object, selector)}>` : path);
      return members.flatMap((member) => {
        if (!selector || !member.path.endsWith(`>.${selector}`)) return [member];
        return [
          { ...member, path: `${path}.${selector}`, type: this.union(objects, selector) ?? member.type },
        ];
      });
    });
  }

  /** The property with a different literal in each object of a union. */
  private findSelector(objects: ts.Type[]): string | undefined {
    if (objects.length < 2) return undefined;
    const candidates = objects[0]?.getProperties().map(({ name }) => name) ?? [];
    return candidates.find((name) => {
      const values = objects.map((object) => this.selected(object, name));
      return !values.includes(undefined) && new Set(values).size === objects.length;
    });
  }

  private selected(object: ts.Type, name: string): string | undefined {
    const property = object.getProperty(name);
    if (!property) return undefined;
    const values = this.alternatives(this.findType(property));
    const [value] = values;
    return values.length === 1 && value?.isStringLiteral() ? value.value : undefined;
  }

  /** All literals of the property that selects an object, as types of one member. */
  private union(objects: ts.Type[], name: string): ts.Type | undefined {
    const types = objects.flatMap((object) => {
      const property = object.getProperty(name);
      return property ? [this.findType(property)] : [];
    });
    // The checker has no public function to create a union. The first type represents all of them, see `literalsOf`.
    this.joined.set(types[0] as ts.Type, types);
    return types[0];
  }

  private readonly joined = new Map<ts.Type, ts.Type[]>();

  /** The entries of a list or map. */
  private contents(type: ts.Type, path: string): Member[] {
    const element = this.findElement(type);
    return element ? [{ path: `${path}[]`, type: element, comment: "", standard: "" }] : [];
  }

  private findElement(type: ts.Type): ts.Type | undefined {
    if (this.checker.isArrayType(type)) return this.checker.getTypeArguments(type as ts.TypeReference)[0];
    if (this.isByStage(type)) return this.findType(type.getProperties()[0] as ts.Symbol);
    return type.getProperties().length === 0 ? type.getStringIndexType() : undefined;
  }

  private isByStage(type: ts.Type): boolean {
    const names = type.getProperties().map(({ name }) => name);
    return names.length === stages.length && stages.every((stage) => names.includes(stage));
  }

  private findType(property: ts.Symbol): ts.Type {
    return this.checker.getTypeOfSymbol(property);
  }

  /** The types of a union, without undefined, Outputs and promises. */
  private alternatives(type: ts.Type): ts.Type[] {
    const all = (this.joined.get(type) ?? [type]).flatMap((one) => (one.isUnion() ? one.types : [one]));
    return [...new Set(all)].filter((one) => {
      if (one.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) return false;
      const name = one.aliasSymbol?.name ?? one.symbol?.name ?? "";
      if (name === "Promise" || name.startsWith("Output")) return false;
      // An Output that has the members of its value consists of two types.
      return !(one.isIntersection() && one.types.some(({ symbol }) => /^Output/.test(symbol?.name ?? "")));
    });
  }

  private isObject(type: ts.Type): boolean {
    if (!(type.flags & ts.TypeFlags.Object) && !type.isIntersection()) return false;
    if (this.checker.isArrayType(type) || type.getCallSignatures().length > 0) return false;
    return type.getProperties().length > 0;
  }

  private describeKind(type: ts.Type): ValueKind {
    if (type.flags & ts.TypeFlags.BooleanLike) return { ...none, boolean: true };
    if (type.isStringLiteral() || type.isNumberLiteral()) return { ...none, literals: [type.value] };
    return { ...none, open: !this.isObject(type) || this.isByStage(type) };
  }
}

const merged = (one: ValueKind, other: ValueKind): ValueKind => ({
  boolean: one.boolean || other.boolean,
  literals: [...new Set([...one.literals, ...other.literals])],
  open: one.open || other.open,
});
