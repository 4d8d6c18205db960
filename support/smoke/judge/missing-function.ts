// The wording changed three times: with and without "public", with and without the advice that follows.
// Source: get-convex/convex-backend, crates/udf/src/validation.rs and its history.
const wording = /Could not find (?:public )?function for '([^']+)'(?: in '([^']+)')?/;

/** The function that a Convex error says is missing, in any of its wordings; undefined for other errors. */
export function missingFunctionIn(message: string): string | undefined {
  const [, path, component] = wording.exec(message) ?? [];
  return path !== undefined && component !== undefined ? `${path} in ${component}` : path;
}
