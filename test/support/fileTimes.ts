import { appendFileSync } from "node:fs";

/** Variable with the file to which each test file appends its duration. */
export const fileTimesVariable = "ALICLOUD_VPC_API_FILE_TIMES";

/** Duration of a test file in milliseconds. */
export interface FileTime {
  readonly file: string;
  readonly milliseconds: number;
}

/** Mocha hooks around each test file. */
export const mochaHooks = () => {
  const target = process.env[fileTimesVariable];
  let began = 0;
  return {
    beforeAll() {
      began = performance.now();
    },
    afterAll(this: Mocha.Context) {
      const root = this.test?.parent;
      const file = root?.suites[0]?.file;
      if (target === undefined || file === undefined) return;
      const time: FileTime = { file, milliseconds: performance.now() - began };
      appendFileSync(target, `${JSON.stringify(time)}\n`);
    },
  };
};
