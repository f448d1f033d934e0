/** What is built is the same on every machine: no minifier, no source map, no path and no time of a machine in it. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import webpack from 'webpack';
import { defines } from './defines.ts';
import { type Browser, manifestFor } from './manifest.ts';
import { thirdParty } from './third-party.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Where guard and page hook import these two from. */
const workers = join(root, 'dist');

function bundle(entry: Record<string, string>, output: string, test: boolean): Promise<void> {
  const compiler = webpack({
    mode: 'production',
    target: 'web',
    context: root,
    entry,
    // Where webpack does not know the global object it makes a function of a text, which no policy of ours allows.
    output: { path: output, filename: '[name].js', environment: { globalThis: true } },
    devtool: false,
    // Reviewable and the same on every machine; the files are loaded from disk.
    // What is loaded later is one file.
    optimization: { minimize: false, splitChunks: false },
    performance: false,
    // The bytes do not tell where node_modules lies.
    resolve: { extensions: ['.ts', '.tsx', '.js'], symlinks: false },
    resolveLoader: { symlinks: false },
    module: {
      rules: [
        { resourceQuery: /source/, type: 'asset/source' },
        {
          test: /\.tsx?$/,
          resourceQuery: { not: [/source/] },
          loader: 'esbuild-loader',
          options: { target: 'es2022', jsx: 'automatic', jsxImportSource: 'preact' },
        },
      ],
    },
    plugins: [new webpack.DefinePlugin(defines(test))],
  });
  return new Promise((resolve, reject) => {
    compiler?.run((error, stats) => {
      compiler.close(() => undefined);
      if (error || stats?.hasErrors()) reject(error ?? new Error(stats?.toString({ colors: false })));
      else resolve();
    });
  });
}

/**
 * Builds the extension for both browsers.
 *
 * @param dist the folder that gets the folders chrome and firefox, or test-chrome and test-firefox
 * @param test for the tests and the demo: it also matches localhost and has a clock that a test can move
 */
export async function buildExtension(dist: string, test: boolean): Promise<void> {
  const prefix = test ? 'test-' : '';
  const shared = join(dist, `${prefix}shared`);
  // The worker is built first: the guard carries its source as a string, since only a blob of the page's origin may
  // become a worker there.
  await bundle({ 'frame-worker': './content-scripts/frame-worker/main.ts' }, join(workers, 'frame-worker'), test);
  // Likewise the script that workers of a steered client begin with, which the page hook carries.
  await bundle({ 'steered-worker': './content-scripts/steered-worker/main.ts' }, join(workers, 'steered-worker'), test);
  await bundle(
    {
      background: './src/background/main.ts',
      'page-hook': './content-scripts/page-hook/main.ts',
      guard: './content-scripts/guard/main.ts',
      hold: './content-scripts/hold/main.ts',
      'nested-helper': './content-scripts/nested-helper/main.ts',
      'popup/popup': './popup/main.tsx',
      'pages/qr': './pages/qr/main.tsx',
      'pages/scan': './pages/scan/main.tsx',
      'pages/first-run': './pages/first-run/main.tsx',
    },
    shared,
    test,
  );
  for (const file of [
    'popup/popup.html',
    'popup/popup.css',
    'pages/pages.css',
    'pages/qr.html',
    'pages/scan.html',
    'pages/first-run.html',
  ]) {
    cpSync(join(root, file), join(shared, file));
  }
  // For the self-test; in a call the guard brings its own copy.
  cpSync(join(workers, 'frame-worker/frame-worker.js'), join(shared, 'pages/frame-worker.js'));
  cpSync(join(root, '_locales'), join(shared, '_locales'), { recursive: true });
  cpSync(join(root, 'store-assets/icons'), join(shared, 'icons'), { recursive: true });
  cpSync(join(root, 'ui/emoji'), join(shared, 'emoji'), { recursive: true });
  cpSync(join(root, 'content-scripts/guard/helper-rules.json'), join(shared, 'helper-rules.json'));
  cpSync(join(root, 'LICENSE'), join(shared, 'LICENSE'));
  writeFileSync(join(shared, 'third-party.txt'), thirdParty(root));

  const manifest = JSON.parse(readFileSync(join(root, 'manifest.json'), 'utf8'));
  for (const browser of ['chrome', 'firefox'] satisfies Browser[]) {
    const target = join(dist, prefix + browser);
    cpSync(shared, target, { recursive: true });
    const nested = ['nested-helper.html', 'nested-helper.js'];
    if (browser === 'firefox')
      cpSync(join(root, 'content-scripts/nested-helper/nested-helper.html'), join(target, nested[0] ?? ''));
    else {
      rmSync(join(target, 'nested-helper.js'));
      cpSync(join(root, 'src/managed-schema.json'), join(target, 'managed-schema.json'));
    }
    writeFileSync(join(target, 'manifest.json'), `${JSON.stringify(manifestFor(manifest, browser, test), null, 2)}\n`);
  }
  rmSync(shared, { recursive: true });
  for (const source of ['frame-worker', 'steered-worker']) rmSync(join(workers, source), { recursive: true });
}
