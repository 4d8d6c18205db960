/** Whether a name (of a script, a file, a target, an action) says that it deploys. */
export function nameMayDeploy(name: string): boolean {
  return /deploy|release|publish|\bship|rollout|go-?live/i.test(name);
}

/** Whether the name of a task or a script says that it looks, tests or builds, and changes nothing that runs. */
export function nameChangesNothing(name: string): boolean {
  return /^(?:.*\/)?[\w:-]*(?:tests?|lint|checks?|build|compile|format|health|status|logs?|doctor|clean|install|setup|bootstrap|backup|version|help)\b/i.test(
    name,
  );
}

/** Names of secrets that deploy, as people give them. */
export const deployKeyName =
  /(DEPLOY|ADMIN)_?KEY|CONVEX_\w*KEY|(CLOUDFLARE|CF)_(API_)?TOKEN|VERCEL_TOKEN|NETLIFY_(AUTH_)?TOKEN|FLY_API_TOKEN|RAILWAY_TOKEN|SSH_(PRIVATE_)?KEY|KUBE_?CONFIG|EXPO_TOKEN/i;

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
