/** The place in a served script that an error was thrown at: `https://…/index.js:1:2`, from the stack as browsers write it. */
export function firstFrame(stack: string | undefined): string | undefined {
  return /https?:\/\/[^\s)]+:\d+:\d+/.exec(stack ?? '')?.[0];
}
