import type { Finding } from '../../support/check/finding.ts';
import { NotApplicable } from '../../support/check/not-applicable.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { conclude } from '../../support/families/delivery/conclude.ts';
import { type Deploy, distinct, placesOf, productionDeploys } from '../../support/families/delivery/deploys.ts';
import { unreadDeploys, unreadReasons } from '../../support/families/delivery/unread-deploys.ts';
import { type Delivery, type Operation, wordCase } from '../../support/workflow/index.ts';

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
  if (!ofOneBuild.test(tag)) return undefined;
  const { worlds } = deploy.run;
  const pushes = deploy.before.filter((done) => 'operation' in done && pushesImage(done.operation, image));
  const pushed = worlds.formulas.any(...pushes.map(({ when }) => when));
  const circumstances = worlds.caseOf(worlds.formulas.without(deploy.reached, pushed));
  if (!circumstances) return undefined;
  return finding(
    deploy,
    image,
    pushes.length === 0
      ? `the tag \`${tag}\`, and nothing before it in this run pushes an image of this name`
      : `the tag \`${tag}\`, and it is started where ${wordCase(circumstances) || 'it was not pushed'}`,
  );
}

/** Whether an operation pushes an image of a name; one whose name is known only when it runs may be any. */
function pushesImage({ role, images = [] }: Operation, image: string): boolean {
  if (role !== 'image') return false;
  const name = nameOf(image);
  return images.length === 0 || images.some((each) => isOpen(nameOf(each)) || isOpen(name) || nameOf(each) === name);
}

function nameOf(image: string): string {
  const tag = tagOf(image);
  return tag === undefined ? image : image.slice(0, -tag.length - 1);
}

function isOpen(name: string): boolean {
  return name.includes('$') || name === '';
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
