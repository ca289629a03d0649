import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** A property from the view of a program: its type, whether it is required, and the properties of an object. */
export interface Shape {
  readonly kind: "string" | "number" | "boolean" | "list" | "map" | "object";
  readonly required: boolean;
  readonly properties?: Shapes;
}

export type Shapes = ReadonlyMap<string, Shape>;

/** Arguments and results of a resource or function. */
export interface Signature {
  readonly inputs: Shapes;
  readonly outputs: Shapes;
}

/** The type declarations of a published Pulumi SDK. They are parsed as text, without loading or running the SDK. */
export class PublishedSdk {
  private readonly root: string;
  private readonly nested: ReadonlyMap<string, ts.InterfaceDeclaration>;

  constructor(readonly packageName: string) {
    this.root = dirname(require.resolve(`${packageName}/package.json`));
    const declarations = new Map<string, ts.InterfaceDeclaration>();
    for (const direction of ["input", "output"]) {
      const file = this.parse(join("types", `${direction}.d.ts`));
      if (file !== undefined) collectInterfaces(file.statements, `${direction}s`, declarations);
    }
    this.nested = declarations;
  }

  /** Arguments and results of a token such as `alicloud:vpc/network:Network`. Undefined if the SDK does not have it. */
  signatureOf(token: string): Signature | undefined {
    const [, path = "", name = ""] = token.split(":");
    const file = path.replace(/^index\//, "");
    const declaration = this.parse(`${file}.d.ts`);
    if (declaration === undefined || !readFileSync(join(this.root, `${file}.js`), "utf8").includes(token)) {
      return undefined;
    }
    const interfaces = new Map<string, ts.InterfaceDeclaration>();
    collectInterfaces(declaration.statements, "", interfaces);
    const capital = name.charAt(0).toUpperCase() + name.slice(1);
    const inputs = this.describeMembers(interfaces.get(`${capital}Args`)?.members ?? []);
    const outputs = declaration.statements.find(
      (statement): statement is ts.ClassDeclaration =>
        ts.isClassDeclaration(statement) && statement.name?.text === name,
    );
    return {
      inputs,
      outputs: this.describeMembers(outputs?.members ?? interfaces.get(`${capital}Result`)?.members ?? []),
    };
  }

  private parse(file: string): ts.SourceFile | undefined {
    const text = ts.sys.readFile(join(this.root, file));
    return text === undefined ? undefined : ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  }

  private describeMembers(members: Iterable<ts.TypeElement | ts.ClassElement>): Shapes {
    const shapes = new Map<string, Shape>();
    for (const member of members) {
      if ((ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) && member.type !== undefined) {
        shapes.set(
          member.name.getText(),
          this.describeShape(member.type, member.questionToken === undefined),
        );
      }
    }
    return shapes;
  }

  private describeShape(type: ts.TypeNode, required: boolean): Shape {
    const [kind, properties] = this.describeKind(unwrapped(type));
    return properties === undefined ? { kind, required } : { kind, required, properties };
  }

  private describeKind(type: ts.TypeNode): [Shape["kind"], (Shapes | undefined)?] {
    const scalar = scalars.get(type.kind);
    if (scalar !== undefined) return [scalar];
    if (ts.isTypeLiteralNode(type)) return ["map"];
    if (ts.isArrayTypeNode(type)) return ["list", this.describeKind(unwrapped(type.elementType))[1]];
    const declaration = this.nested.get(type.getText());
    if (declaration !== undefined) return ["object", this.describeMembers(declaration.members)];
    // Enumerations are strings with names in the SDK.
    if (ts.isTypeReferenceNode(type)) return ["string"];
    throw new Error(`${this.packageName} has a type that is not understood: ${type.getText()}`);
  }
}

const scalars: ReadonlyMap<ts.SyntaxKind, Shape["kind"]> = new Map([
  [ts.SyntaxKind.StringKeyword, "string"],
  [ts.SyntaxKind.NumberKeyword, "number"],
  [ts.SyntaxKind.BooleanKeyword, "boolean"],
]);

/** The type inside `pulumi.Input<…>`, `pulumi.Output<…>`, parentheses, and unions with `undefined`. */
function unwrapped(type: ts.TypeNode): ts.TypeNode {
  if (ts.isParenthesizedTypeNode(type)) return unwrapped(type.type);
  if (ts.isUnionTypeNode(type)) {
    const first = type.types.find(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
    return first === undefined ? type : unwrapped(first);
  }
  if (ts.isTypeReferenceNode(type) && /^pulumi\.(Input|Output)$/.test(type.typeName.getText())) {
    const [inner] = type.typeArguments ?? [];
    return inner === undefined ? type : unwrapped(inner);
  }
  return type;
}

function collectInterfaces(
  statements: Iterable<ts.Statement>,
  prefix: string,
  into: Map<string, ts.InterfaceDeclaration>,
): void {
  for (const statement of statements) {
    if (ts.isInterfaceDeclaration(statement)) {
      into.set(prefix === "" ? statement.name.text : `${prefix}.${statement.name.text}`, statement);
    } else if (ts.isModuleDeclaration(statement) && statement.body && ts.isModuleBlock(statement.body)) {
      collectInterfaces(statement.body.statements, `${prefix}.${statement.name.text}`, into);
    }
  }
}
