/** A string or a comment; one without an end goes on to the end of the text, where each further one would be looked for again. */
const stringOrComment = /("(?:[^"\\]|\\[\s\S])*(?:"|\\?$))|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

/** JSON with comments and last commas, as JSON; the lines stay. */
export function withoutComments(text: string): string {
  return text.replace(stringOrComment, (_all, quoted?: string) => quoted ?? '').replace(/,(\s*[}\]])/g, '$1');
}
