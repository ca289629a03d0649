import { attempt } from "../../validation/attempt";

/**
 * Returns the problem of an origin. A browser sends an origin in one form, which the gateway compares as
 * text.
 */
export function originProblem(origin: string): { problem: string; hint: string } | undefined {
  const problem = `"${origin}" is not an origin that a browser sends.`;
  if (origin.includes(",")) return { problem, hint: "Use one entry for each origin." };
  if (origin.includes("*")) return { problem, hint: 'Name each origin, or use ["*"] for any.' };
  const normal = normalOrigin(origin);
  if (normal === origin) return undefined;
  return { problem, hint: `Use ${normal ?? "for example https://shop.example.com"}.` };
}

/** Scheme, host and port in the form that a browser sends. Undefined if the text is not an origin. */
function normalOrigin(text: string): string | undefined {
  const trimmed = text.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed);
  const isHost = /^[^\s/]*([.:]|localhost)/.test(trimmed);
  if (!hasScheme && !isHost) return undefined;
  const scheme = /^(localhost|127\.)/.test(trimmed) ? "http" : "https";
  const url = attempt(() => new URL(hasScheme ? trimmed : `${scheme}://${trimmed}`));
  return url && ["http:", "https:"].includes(url.protocol) ? url.origin : undefined;
}
