import { z } from 'zod';
import { jsonIn } from '../../files/parse-json.ts';
import type { AssetReference, AssetUse } from './asset-references.ts';

/** Source: Create React App, webpack-manifest-plugin: `files` by the names of the sources. */
const OfWebpack = z.looseObject({ files: z.record(z.string(), z.string()) });
/** Source: vite.dev/guide/backend-integration: paths relative to the base of the site. */
const OfVite = z.record(
  z.string(),
  z.looseObject({ file: z.string(), css: z.array(z.string()).default([]), assets: z.array(z.string()).default([]) }),
);

/** The files that a build lists in its manifest, as far as they are scripts and styles; none where a text is no such manifest. Pure. */
export function filesOfBuild(text: string, url: string): AssetReference[] {
  const data = jsonIn(text);
  const webpack = OfWebpack.safeParse(data).data;
  const vite = OfVite.safeParse(data).data;
  const names = webpack
    ? Object.values(webpack.files)
    : Object.values(vite ?? {}).flatMap(({ file, css, assets }) => [file, ...css, ...assets]);
  const base = webpack ? new URL('.', url) : new URL('..', url);
  return names.flatMap((name) => {
    const use = useOf(name);
    return use === undefined ? [] : [{ url: new URL(name, base).href, use }];
  });
}

function useOf(name: string): AssetUse | undefined {
  if (/\.css$/.test(name)) return 'style';
  return /\.m?js$/.test(name) ? 'script' : undefined;
}
