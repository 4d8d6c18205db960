/** JSON with comments and last commas, as JSON; the lines stay. */
export function withoutComments(text: string): string {
  return text
    .replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_all, quoted?: string) => quoted ?? '')
    .replace(/,(\s*[}\]])/g, '$1');
}
