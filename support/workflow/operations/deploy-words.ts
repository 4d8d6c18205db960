/** Whether a name (of a script, a file, a target, an action) says that it deploys. */
export function nameMayDeploy(name: string): boolean {
  return /deploy|release|publish|\bship|rollout|go-?live/i.test(name);
}

/** Whether a text that is not followed has the words of something that deploys. */
export function textMayDeploy(text: string): boolean {
  return (
    /deploy|rollout|publish|\bconvex['",\s]+dev\b|wrangler|vercel|netlify|flyctl|railway|kubectl|helmfile|terraform|pulumi/i.test(
      text,
    ) || /gh-pages|docker[ -]compose|docker (?:push|stack)|\bpm2\b|rsync|\bscp\b|\bssh\b|s3 sync/i.test(text)
  );
}

/** Whether words that no reader knows have a deploy among them: `watchdog -- npx convex deploy`. */
export function namesADeploy(line: string): boolean {
  return /\b(?:convex|wrangler|vercel|netlify|flyctl|fly|firebase|sst|serverless|opennextjs-cloudflare)(?:@\S+)?(?: \S+)*? (?:deploy|publish|promote|--prod)\b/.test(
    line,
  );
}
