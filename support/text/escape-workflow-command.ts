/**
 * The message of a GitHub workflow command.
 * Source: actions/toolkit, packages/core/src/command.ts.
 */
export function escapeWorkflowMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property of a GitHub workflow command, such as `title`. */
export function escapeWorkflowProperty(text: string): string {
  return escapeWorkflowMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
