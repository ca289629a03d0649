/** Internal module of Pulumi. */
interface Debuggable {
  debuggablePromise<T>(promise: Promise<T>, context: unknown): Promise<T>;
}

const file = require.resolve("@pulumi/pulumi/runtime/debuggable");
let isPatched = false;

/**
 * Pulumi records a stack trace for each promise, which it prints only if `PULUMI_DEBUG_PROMISE_LEAKS` is set. With source
 * maps, these traces take half of the time of a program against mocks. The hook turns off the traces, if the test file
 * imports Pulumi. Traces of errors stay as they are.
 */
export const mochaHooks = {
  beforeAll() {
    const loaded = require.cache[file];
    if (loaded === undefined || isPatched || process.env.PULUMI_DEBUG_PROMISE_LEAKS !== undefined) return;
    isPatched = true;
    const debuggable: Debuggable = loaded.exports;
    const { debuggablePromise } = debuggable;
    debuggable.debuggablePromise = (promise, context) => {
      const limit = Error.stackTraceLimit;
      Error.stackTraceLimit = 0;
      try {
        return debuggablePromise(promise, context);
      } finally {
        Error.stackTraceLimit = limit;
      }
    };
  },
};
