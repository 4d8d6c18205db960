import type { Finding } from '../../support/check/finding.ts';
import { NotApplicable } from '../../support/check/not-applicable.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { conclude } from '../../support/families/delivery/conclude.ts';
import { type Deploy, distinct, placesOf, productionDeploys } from '../../support/families/delivery/deploys.ts';
import { unreadDeploys, unreadReasons } from '../../support/families/delivery/unread-deploys.ts';
import type { Delivery } from '../../support/workflow/index.ts';

/**
 * Whether the images that are started were built by the same run, or are pinned to what the release names.
 * @throws NotApplicable where no workflow starts containers
 * @throws NotVerified where their images are not written down
 */
export function judgeImageOfThisRun(delivery: Delivery): Finding[] {
  const deploys = productionDeploys(delivery, ['container', 'service']).filter(
    ({ operation, run }) => !operation.deploysItself && !run.scenario.isPullRequest,
  );
  const withImages = deploys.filter(
    ({ operation }) => operation.role === 'container' || (operation.images?.length ?? 0) > 0,
  );
  const unread = unreadReasons(unreadDeploys(delivery, ['container', 'service']));
  if (withImages.length === 0 && unread.length > 0)
    throw new NotVerified(`no workflow starts containers from images, as far as it is read; ${unread.join('; ')}`);
  if (withImages.length === 0) throw new NotApplicable('no workflow starts containers from images');
  const findings = distinct(withImages).flatMap((deploy) =>
    (deploy.operation.images ?? []).flatMap((image) => judgeImage(deploy, image) ?? []),
  );
  const open = distinct(withImages)
    .filter(({ operation }) => (operation.images?.length ?? 0) === 0)
    .map(
      ({ operation }) =>
        `which images \`${operation.command}\` starts is not in the repository (${placesOf(operation)[0]})`,
    );
  return conclude(findings, [...open, ...unread]);
}

/** Tags that are moved to another image with every build. */
const moving = /^(latest|main|master|stable|edge|production|prod|staging|develop|dev|nightly)$/;
/** What sets the images of one commit or one run apart. */
const ofOneBuild = /sha|run_id|run_number|digest|outputs\./i;

function judgeImage(deploy: Deploy, image: string): Finding | undefined {
  if (image.includes('@sha256:')) return undefined;
  const tag = tagOf(image);
  if (tag === undefined || moving.test(tag))
    return finding(deploy, image, tag === undefined ? 'no tag: it is `latest`' : `the tag \`${tag}\`, which moves`);
  const isBuilt = deploy.before.some((done) => 'operation' in done && done.operation.role === 'image');
  if (!ofOneBuild.test(tag) || isBuilt) return undefined;
  return finding(deploy, image, `the tag \`${tag}\`, and nothing before it in this run pushes an image`);
}

/** What stands behind the last colon of the name; a port stands before a slash. */
function tagOf(image: string): string | undefined {
  const bare = image.replace(/\$\{(\w+):-([^}]*)\}/g, '$2');
  return /:((?:[^:/]|\$\{\{[^}]*\}\})+)$/.exec(bare)?.[1];
}

function finding({ operation, run }: Deploy, image: string, received: string): Finding {
  return {
    what: 'what is deployed is not certain to be what this run built',
    expected: 'an image with the tag of this commit, pushed before, or with a digest',
    received: `on ${run.title}, ${image}: ${received}`,
    from: placesOf(operation),
    remedy: `Push the image with the tag \`\${{ github.sha }}\` in this run, and start that one.`,
  };
}
