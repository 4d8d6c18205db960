/** Whether a file may request something from a deployment, by what stands in its text. */
export function mayRequest(text: string): boolean {
  return /\bfetch\(|\baxios\b|\bky\b|\bgot\b|\/api\/(?:query|mutation|action|run)\b/.test(text);
}
