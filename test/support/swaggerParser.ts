import SwaggerParser from "@apidevtools/swagger-parser";
import Ajv, { type AnySchemaObject } from "ajv-draft-04";

type Validate = ReturnType<Ajv["compile"]>;

const { compile } = Ajv.prototype;
const compiled = new WeakMap<AnySchemaObject, Validate>();

// SwaggerParser compiles the official schema again for each document, which takes longer than all else that it does.
Ajv.prototype.compile = function (this: Ajv, schema: AnySchemaObject, isMeta?: boolean): Validate {
  const validate = compiled.get(schema) ?? compile.call(this, schema, isMeta);
  compiled.set(schema, validate);
  return validate;
} as typeof compile;

export default SwaggerParser;
