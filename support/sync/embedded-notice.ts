/**
 * What the user of a tool in a fresh clone has to know: the deployment that it is about ends with it.
 * @param command to try on a twin that stays up: `npm run drift -- --env prod`
 */
export function embeddedNotice(command: string): string {
  return `This is the embedded twin: it ends with this command, and its addresses with it. Your own deployment is not checked.
\`npm run twin\` keeps one up, with a config in .twin/ to try this on:
  set -a; . .twin/keys.env; set +a
  DEPLOYMENT_CONFIG=.twin/deployment.config.ts ${command}
`;
}
