/** The first place of a stack trace in a served script: `https://…/index.js:1:2`. */
export function firstFrame(stack: string | undefined): string | undefined {
  return /https?:\/\/[^\s)]+:\d+:\d+/.exec(stack ?? '')?.[0];
}
