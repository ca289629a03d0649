import type { JudgedArgs } from "./nginxForms";
import { judgePath, judgeUri, refuse } from "./nginxPaths";

const FILE_TEST = /^!?-[fdex]$/;

/**
 * Validates the condition of `if`. File tests would reveal files of this computer. They are therefore limited to the
 * file of the request, a file below the document root, or a path in the guest.
 */
export function judgeCondition(args: readonly string[], root: string): JudgedArgs {
  const words = withoutParentheses(args);
  if (!words)
    return { problem: "has no condition in parentheses. Write for example if ($host = example.com)." };
  const [test = "", file = ""] = words;
  if (!test.startsWith("$") && !FILE_TEST.test(test)) {
    return refuse(
      test,
      "is not a variable or a test of a file",
      "Begin the condition with $name, -f, -d, -e or -x.",
    );
  }
  if (!FILE_TEST.test(test)) return { args: ["(", ...words, ")"] };
  const judged = judgeFile(file, root);
  return "problem" in judged ? judged : { args: ["(", test, judged.value, ...words.slice(2), ")"] };
}

/** The words between the parentheses. A parenthesis can be a separate word or part of another one. */
function withoutParentheses(args: readonly string[]): string[] | undefined {
  const words = [...args];
  const first = words[0];
  if (!first?.startsWith("(")) return undefined;
  words[0] = first.slice(1);
  const last = words[words.length - 1];
  if (!last?.endsWith(")")) return undefined;
  words[words.length - 1] = last.slice(0, -1);
  if (words[0] === "") words.shift();
  if (words[words.length - 1] === "") words.pop();
  return words.length > 0 ? words : undefined;
}

function judgeFile(value: string, root: string) {
  if (/^\$\{?request_filename\}?$/.test(value)) return { value };
  const [documentRoot] = /^\$(document_root\b|\{document_root\})/.exec(value) ?? [];
  if (documentRoot !== undefined) {
    const below = value.slice(documentRoot.length);
    if (below === "") return { value };
    const judged = judgeUri(below);
    return "problem" in judged ? judged : { value };
  }
  if (value.startsWith("/")) return judgePath(value, { root, base: "/", variables: true });
  return refuse(
    value,
    "is not a file of the instance",
    "Use $request_filename, $document_root$uri or a path.",
  );
}
