/**
 * What somebody has to know who runs a tool in a fresh clone: what it is about ends with it.
 * @param command to try it with on a twin that stays up: `npm run drift -- --env prod`
 */
export function embeddedNotice(command: string): string {
  return `This is the embedded twin: it ends with this command, and its addresses with it. Nothing of your own deployment is
looked at. \`npm run twin\` keeps one up, with a config in .twin/ to try this on:
  set -a; . .twin/keys.env; set +a
  DEPLOYMENT_CONFIG=.twin/deployment.config.ts ${command}
`;
}
