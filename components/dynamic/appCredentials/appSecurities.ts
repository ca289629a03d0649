/** What an app authenticates itself with now; it may have several of each. */
export interface AppSecurities {
  codes: string[];
  /** AppSecret by AppKey. */
  keys: Map<string, string>;
}

/** One row of DescribeAppSecurities. */
export interface SecurityRow {
  appCode?: string;
  appKey?: string;
  appSecret?: string;
}

/** A row has an AppCode, a pair of AppKey and AppSecret, or both. */
export function securitiesOf(rows: readonly SecurityRow[]): AppSecurities {
  const codes = rows.flatMap(({ appCode }) => (appCode ? [appCode] : []));
  const keys = rows.flatMap(({ appKey, appSecret }) => (appKey ? [[appKey, appSecret ?? ""] as const] : []));
  return { codes: [...new Set(codes)], keys: new Map(keys) };
}

/** One credential of which an app may have several. */
export interface Held {
  current: string | undefined;
  /** The one before, while it still works. */
  previous: string | undefined;
}

/** How a credential becomes another one. */
export interface Turn {
  current: string | undefined;
  /** The one that still works beside it. */
  previous: string | undefined;
  isNew: boolean;
  /** The one that it was, while that still works. */
  before: string | undefined;
  /** What goes before anything comes, so that an app never has more than two. */
  outdated: string[];
  /** What goes last. */
  replaced: string[];
}

/**
 * Decides from what the app has, so that an update that was broken off is taken up where it ended. Credentials that
 * somebody else added are left alone.
 */
export function turn(was: Held, wanted: string | undefined, has: readonly string[], keep: boolean): Turn {
  const working = (one: string | undefined) => one !== undefined && has.includes(one);
  const kept = working(was.current) ? was.current : has.find((one) => one !== was.previous);
  const current = wanted ?? kept ?? has[0];
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
