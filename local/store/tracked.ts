/** The record to which a tracked object belongs, and the object itself. */
interface Origin {
  raw: object;
  owner: Owner;
}

/** One record: its tracked objects and what to call when one of them changes. */
interface Owner {
  changed(): void;
  /** Tracked objects of the record by the objects that they represent. The same object always has the same one. */
  proxies: WeakMap<object, object>;
  handler: ProxyHandler<object>;
}

const origins = new WeakMap<object, Origin>();

/**
 * Represents a record so that every assignment to it, at any depth, is reported. Operations change records in place,
 * and a change that nobody reports would be lost at the next start.
 *
 * An object that is assigned to a record is copied, and the original is frozen: a later change of the original would
 * not be reported, so it is impossible.
 */
export function track<T extends object>(record: T, changed: () => void): T {
  const owner: Owner = { changed, proxies: new WeakMap(), handler: {} };
  owner.handler = createHandler(owner);
  return represent(record, owner);
}

/** A copy for a table of a record that a caller created. The original is frozen. */
export const copyRecord = <T extends object>(record: T): T => adopt(record, undefined);

/** A deep copy of a record, of a part of it, or of an object that contains such parts. */
export function clone<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  const origin = origins.get(value);
  return origin ? structuredClone(origin.raw as T & object) : mapParts(value, clone);
}

function represent<T extends object>(raw: T, owner: Owner): T {
  const known = owner.proxies.get(raw);
  if (known) return known as T;
  const proxy = new Proxy(raw, owner.handler);
  owner.proxies.set(raw, proxy);
  origins.set(proxy, { raw, owner });
  return proxy as T;
}

function createHandler(owner: Owner): ProxyHandler<object> {
  return {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      return typeof value === "object" && value !== null ? represent(value, owner) : value;
    },
    set(target, key, value: unknown) {
      const adopted = adopt(value, owner);
      if (Object.hasOwn(target, key) && Reflect.get(target, key) === adopted) return true;
      owner.changed();
      return Reflect.set(target, key, adopted);
    },
    deleteProperty(target, key) {
      owner.changed();
      return Reflect.deleteProperty(target, key);
    },
    defineProperty: () => false,
    setPrototypeOf: () => false,
  };
}

/** What a record stores for a value: the value itself if the record contains it already, otherwise a copy. */
function adopt<T>(value: T, owner: Owner | undefined): T {
  if (typeof value !== "object" || value === null) return value;
  const origin = origins.get(value);
  if (origin) return origin.owner === owner ? (origin.raw as T) : clone(value);
  const copy = mapParts(value, (part) => adopt(part, owner));
  Object.freeze(value);
  return copy;
}

/** A new object or array of the converted parts. */
function mapParts<T extends object>(value: T, convert: (part: unknown) => unknown): T {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
    throw new Error("a record contains plain objects, arrays, strings, numbers and booleans only");
  }
  return (
    Array.isArray(value)
      ? value.map(convert)
      : Object.fromEntries(Object.entries(value).map(([name, part]) => [name, convert(part)]))
  ) as T;
}
