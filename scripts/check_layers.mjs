// One-way dependencies: which folder may import which, which one may use a package, and which globals a folder may not touch.
// An allow-list, so that a new folder is refused until somebody decides where it stands. `--explain` prints the table,
// `--root DIR` checks another tree (the test of this script does).
import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listFiles } from './lib/list_files.mjs';

/** Everything the engine's folders may import, in order: each may import those before it. */
const ENGINE = ['protocol', 'decode', 'model', 'index', 'compare', 'nsight', 'engine', 'compat', 'transport'].map((name) => `electron/${name}`);

/** Folder -> folders it may import besides itself. */
const ALLOWED = {
  ...Object.fromEntries(ENGINE.map((folder, i) => [folder, ENGINE.slice(0, i)])),
  'electron/cli': ENGINE,
  // The shell starts the engine as a process; it imports no part of it.
  'electron/app': ['electron/protocol'],
  'renderer/base': ['electron/protocol'],
  'renderer/client': ['electron/protocol', 'renderer/base'],
  'renderer/state': ['electron/protocol', 'renderer/base', 'renderer/client'],
  'renderer/timeline': ['electron/protocol', 'renderer/base', 'renderer/client', 'renderer/state'],
  'renderer/gl': ['electron/protocol', 'renderer/base', 'renderer/client', 'renderer/state', 'renderer/timeline'],
  'renderer/ui': ['electron/protocol', 'renderer/base', 'renderer/client', 'renderer/state', 'renderer/timeline', 'renderer/gl'],
  // The page's entry file.
  renderer: ['electron/protocol', 'renderer/base', 'renderer/client', 'renderer/state', 'renderer/timeline', 'renderer/gl', 'renderer/ui'],
};

/** Single files that a folder may import although the table above says no. */
const EXCEPTIONS = [
  // `view` has to know where the window's binary is before it can start it.
  { from: 'electron/cli', file: 'electron/app/find_electron.ts' },
  // Both start engines.
  { from: 'electron/app', file: 'electron/cli/engine_process_settings.ts' },
  // The interface that hides pixi; what implements it stays out of reach.
  { from: 'renderer/timeline', file: 'renderer/gl/renderer.ts' },
  // The samples of the console are the worked questions of the documentation, as text.
  { from: 'renderer/ui', file: 'docs/queries.md' },
];

/** Packages that belong to one folder. */
const OWNED_PACKAGES = {
  'better-sqlite3': 'electron/index',
  electron: 'electron/app',
  'pixi.js': 'renderer/gl',
  ws: 'electron/transport',
  commander: 'electron/cli',
  protobufjs: 'electron/compat',
  '@duckdb/node-api': 'electron/compat',
};

/** Where neither Node nor the browser may be assumed, and where one of the two is missing. */
const NODE_GLOBALS = ['process', 'Buffer', 'require', '__dirname', '__filename', 'global', 'setImmediate'];
const BROWSER_GLOBALS = ['window', 'document', 'localStorage', 'sessionStorage', 'indexedDB', 'requestAnimationFrame', 'HTMLElement'];

function forbiddenGlobals(path, folder) {
  if (folder === 'electron/protocol') return [...NODE_GLOBALS, ...BROWSER_GLOBALS, 'navigator'];
  // A preload script stands in both worlds.
  if (path === 'electron/app/preload.cts') return [];
  if (folder.startsWith('electron/')) return BROWSER_GLOBALS;
  // A profile read from a shared port must leave nothing behind in the browser (docs: serve), hence no storage either.
  return [...NODE_GLOBALS, 'localStorage', 'sessionStorage', 'indexedDB'];
}

const isBuiltin = (name) => name.startsWith('node:') || builtinModules.includes(name);
const packageOf = (specifier) => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');

/** `electron/index/schema.ts` -> `electron/index`; `renderer/main.tsx` -> `renderer`. */
function folderOf(path) {
  const parts = path.split('/');
  return parts.slice(0, Math.min(2, parts.length - 1)).join('/');
}

/** What a source file names: the modules it imports, and the identifiers that are neither declared in it nor a property's name. */
function readSource(ts, path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lineOf = (node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const imports = [];
  const used = [];
  const declared = new Set();
  const visit = (node) => {
    const named = node.moduleSpecifier ?? (ts.isImportTypeNode(node) ? node.argument.literal : undefined);
    if (named !== undefined && ts.isStringLiteral(named)) imports.push({ specifier: named.text, line: lineOf(node) });
    if (ts.isCallExpression(node) && node.arguments.length > 0 && ts.isStringLiteralLike(node.arguments[0])) {
      const callee = node.expression;
      if (callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')) {
        imports.push({ specifier: node.arguments[0].text, line: lineOf(node) });
      }
    }
    if (ts.isIdentifier(node)) {
      const { parent } = node;
      if (parent.name === node && !ts.isPropertyAccessExpression(parent)) {
        // A member's name hides no global; a variable's, parameter's or function's does.
        const isMember = ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent) || ts.isMethodDeclaration(parent) || ts.isMethodSignature(parent)
          || ts.isPropertyAssignment(parent) || ts.isGetAccessor(parent) || ts.isSetAccessor(parent) || ts.isEnumMember(parent);
        if (ts.isShorthandPropertyAssignment(parent)) used.push({ name: node.text, line: lineOf(node) });
        else if (!isMember) declared.add(node.text);
      } else if (!(ts.isPropertyAccessExpression(parent) && parent.name === node) && !(ts.isQualifiedName(parent) && parent.right === node)
        && !ts.isLabeledStatement(parent) && parent.propertyName !== node) {
        used.push({ name: node.text, line: lineOf(node) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { imports, globals: used.filter(({ name }) => !declared.has(name)) };
}

function judgeImport(path, folder, specifier) {
  if (specifier.startsWith('.')) {
    const target = posix.normalize(posix.join(posix.dirname(path), specifier)).replace(/\?.*$/, '');
    const targetFolder = folderOf(target);
    if (targetFolder === folder || ALLOWED[folder].includes(targetFolder)) return undefined;
    // Styles know no code, so any part of the page may pull them in.
    if (folder.startsWith('renderer') && target.startsWith('renderer/') && target.endsWith('.css')) return undefined;
    if (EXCEPTIONS.some(({ from, file }) => from === folder && file === target)) return undefined;
    return `imports ${target}, but ${folder}/ may only import ${[folder, ...ALLOWED[folder]].join(', ')}`;
  }
  const name = packageOf(specifier);
  if (isBuiltin(name) || isBuiltin(specifier)) {
    return folder === 'electron/protocol' || folder.startsWith('renderer') ? `imports ${specifier}: there is no Node here` : undefined;
  }
  const owner = OWNED_PACKAGES[name];
  return owner === undefined || owner === folder ? undefined : `imports ${name}, which belongs to ${owner}/ alone`;
}

/** All violations in the given files; `path` is relative to the root, with forward slashes. */
function findViolations(ts, files) {
  const found = [];
  for (const { path, text } of files) {
    const folder = folderOf(path);
    if (!(folder in ALLOWED)) {
      found.push(`${path}: the folder ${folder}/ is not in the table of scripts/check_layers.mjs`);
      continue;
    }
    const { imports, globals } = readSource(ts, path, text);
    for (const { specifier, line } of imports) {
      const reason = judgeImport(path, folder, specifier);
      if (reason !== undefined) found.push(`${path}:${line} ${reason}`);
    }
    const forbidden = new Set(forbiddenGlobals(path, folder));
    for (const { name, line } of globals) if (forbidden.has(name)) found.push(`${path}:${line} uses the global ${name}, which ${folder}/ may not`);
  }
  return found;
}

function explain() {
  for (const [folder, allowed] of Object.entries(ALLOWED)) console.log(`${folder.padEnd(20)} may import ${allowed.join(', ') || 'nothing but itself'}`);
  for (const { from, file } of EXCEPTIONS) console.log(`${from.padEnd(20)} may also import ${file}`);
  for (const [name, owner] of Object.entries(OWNED_PACKAGES)) console.log(`${name.padEnd(20)} only in ${owner}`);
}

async function main() {
  if (process.argv.includes('--explain')) explain();
  const at = process.argv.indexOf('--root');
  const root = at > 0 ? process.argv[at + 1] : join(dirname(fileURLToPath(import.meta.url)), '..');
  if (!existsSync(root)) throw new Error(`no such folder: ${root}`);
  const { default: ts } = await import('typescript');
  const files = listFiles(root, ['electron', 'renderer'], ['.ts', '.cts', '.mts', '.tsx'])
    .filter((path) => !path.endsWith('.d.ts'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
  const violations = findViolations(ts, files);
  for (const violation of violations) console.log(violation);
  process.exit(violations.length === 0 ? 0 : 1);
}

await main();
