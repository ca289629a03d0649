/** Current credentials of an app, which may have several of each kind. */
export interface AppSecurities {
  codes: string[];
  /** AppSecret by AppKey. */
  keys: Map<string, string>;
}

/** One row of DescribeAppSecurities. */
type SecurityRow = Partial<Record<"appCode" | "appKey" | "appSecret", string>>;

/** Collects the credentials of an app. A row has an AppCode, a pair of AppKey and AppSecret, or both. */
export function collectSecurities(rows: readonly SecurityRow[]): AppSecurities {
  const codes = rows.flatMap(({ appCode }) => (appCode ? [appCode] : []));
  const keys = rows.flatMap(({ appKey, appSecret }) => (appKey ? [[appKey, appSecret ?? ""] as const] : []));
  return { codes: [...new Set(codes)], keys: new Map(keys) };
}

/** State of a credential of which an app may have several. */
export interface Held {
  current: string | undefined;
  /** Previous value, while it still works. */
  previous: string | undefined;
}

/** Change of a credential. */
export interface Turn {
  current: string | undefined;
  /** Value that still works beside the new one. */
  previous: string | undefined;
  isNew: boolean;
  /** Old value, while it still works. */
  before: string | undefined;
  /** Values to delete before the new one is created, so that an app never has more than two. */
  outdated: string[];
  /** Values to delete at the end. */
  replaced: string[];
}

/**
 * Plans the change from the app's current credentials, so that the next update resumes an interrupted one.
 * Credentials that others added are not changed.
 */
export function turn(was: Held, wanted: string | undefined, has: readonly string[], keep: boolean): Turn {
  const working = (one: string | undefined) => one !== undefined && has.includes(one);
  const existing = working(was.current) ? was.current : has.find((one) => one !== was.previous);
  const current = wanted ?? existing ?? has[0];
  const former = was.current === current ? was.previous : was.current;
  const before = working(former) && former !== current ? former : undefined;
  const gone = [was.previous, was.current].filter(
    (one): one is string => one !== undefined && one !== current && working(one),
  );
  return {
    current,
    before,
    previous: keep ? before : undefined,
    isNew: current !== undefined && !has.includes(current),
    outdated: gone.filter((one) => one !== before),
    replaced: keep ? [] : gone.filter((one) => one === before),
  };
}
