import path from 'node:path';
import type { Finding } from '../../support/check/finding.ts';
import { type ComposeService, type Mount, shownPlace } from '../../support/compose/index.ts';
import { conclude } from '../../support/platforms/compose/conclude.ts';
import type { ComposeReading } from '../../support/platforms/compose/read-compose.ts';

/** Where images put code, for those whose Dockerfile is not in the repository. */
const usualCode = ['/app', '/usr/src/app', '/src', '/srv/app', '/opt/app', '/code', '/workspace'];

/**
 * Binds of source outside of development: a folder of the repository, or any folder into a path that holds the image's code.
 * @param allowed sources or targets that the config lets through
 * @throws NotVerified where a source is a variable whose value is not known
 */
export function judgeSourceMounts(project: ComposeReading, allowed: readonly string[]): Finding[] {
  const open: string[] = [];
  const binds = project.services
    .filter(({ isLeftOut }) => !isLeftOut)
    .flatMap((service) => service.mounts.map((mount) => ({ service, mount })))
    .filter(({ mount }) => mount.type === 'bind' || !mount.isKnown);
  const findings = binds.flatMap(({ service, mount }) => {
    if (isAllowed(mount, project, allowed)) return [];
    if (!mount.isKnown) {
      open.push(`what ${service.name} mounts at ${mount.target} is not known (${shownPlace(mount.at)})`);
      return [];
    }
    return judgeBind(service, mount, project);
  });
  return conclude(findings, open);
}

function isAllowed({ source = '', target }: Mount, { directory }: ComposeReading, allowed: readonly string[]): boolean {
  return allowed.some((each) => each === target || each === source || path.resolve(directory, each) === source);
}

function judgeBind(service: ComposeService, mount: Mount, project: ComposeReading): Finding[] {
  const source = mount.source ?? '';
  // A folder above the repository mounts it too: `..` from a folder of it.
  const isAround = mount.isRelative && project.repository.startsWith(source === '/' ? '/' : `${source}/`);
  const isInside = isAround || source === project.repository || source.startsWith(`${project.repository}${path.sep}`);
  const isFolder = isFolderAt(source, mount, project);
  const code = isFolder ? codeUnder(service, mount, project) : undefined;
  if (code === undefined && !isInside) return [];
  // One file that the container cannot change is configuration.
  if (!isFolder && mount.readOnly) return [];
  return [
    {
      what: `${service.name} of ${project.environment} runs what lies on the machine, not what is in its image`,
      expected: 'no folder of the repository, and nothing over the code of the image',
      received: `${isFolder ? 'the folder' : 'the writable file'} ${project.shown(source)} at ${mount.target}${code === undefined ? '' : `, where the image has its code (${code})`}`,
      from: [shownPlace(mount.at)],
    },
  ];
}

/** A path that is not there becomes a folder: Docker makes one. */
function isFolderAt(source: string, mount: Mount, { kindOf }: ComposeReading): boolean {
  const kind = kindOf(source);
  if (kind !== undefined) return kind === 'folder';
  const looksLikeFile = /\.[A-Za-z0-9]{1,5}$/.test(source) && path.extname(mount.target) === path.extname(source);
  return !looksLikeFile;
}

/** The path of code that a mount covers; undefined where it covers none. */
function codeUnder(
  { dockerfile, buildContext }: ComposeService,
  { target }: Mount,
  project: ComposeReading,
): string | undefined {
  const mounted = target.replace(/(.)\/+$/, '$1');
  if (!dockerfile) return usualCode.find((code) => covers(mounted, code));
  for (const { source, target: code } of dockerfile.copies) {
    if (covers(mounted, code)) return code;
    // `COPY . /app` puts code below `/app` only where the folder that is built has it.
    const inner = mounted.startsWith(`${code === '/' ? '' : code}/`) ? mounted.slice(code.length) : undefined;
    const isCopied = source.some(
      (each) => project.kindOf(path.join(buildContext ?? '', each, inner ?? '')) !== undefined,
    );
    if (inner !== undefined && isCopied) return code;
  }
  return undefined;
}

/** Whether what is mounted at one path hides another. */
function covers(mounted: string, code: string): boolean {
  return mounted === code || mounted === '/' || code.startsWith(`${mounted}/`);
}
