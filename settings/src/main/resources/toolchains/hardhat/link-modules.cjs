// Gives a project its node_modules: the toolchain's own, linked, when they hold all that package.json asks for (quick,
// no network); else a real `npm install`.
'use strict';

const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');

const tools = path.join(__dirname, 'node_modules');
const target = path.join(process.cwd(), 'node_modules');

// Whether a version satisfies a range; ranges of more than one part are left to npm.
function satisfies(version, range) {
  const match = /^([~^]?)(\d+)(?:\.(\d+))?(?:\.(\d+))?$/.exec(range.trim());
  if (range.trim() === '*' || range.trim() === 'latest') return true;
  if (!match) return false;
  const have = version.split('-')[0].split('.').map(Number);
  const want = match.slice(2).map((part) => (part === undefined ? undefined : Number(part)));
  if (match[1] === '') return want.every((part, i) => part === undefined || part === have[i]);
  const full = want.map((part) => part || 0);
  const fixed = match[1] === '~' ? 2 : full[0] > 0 ? 1 : 2;
  for (let i = 0; i < fixed; i++) if (have[i] !== full[i]) return false;
  for (let i = fixed; i < 3; i++) if (have[i] !== full[i]) return have[i] > full[i];
  return true;
}

function missing(wanted) {
  return Object.entries(wanted).filter(([name, range]) => {
    const file = path.join(tools, name, 'package.json');
    return !fs.existsSync(file) || !satisfies(JSON.parse(fs.readFileSync(file, 'utf8')).version, range);
  });
}

let project = {};
if (fs.existsSync('package.json')) {
  try {
    project = JSON.parse(fs.readFileSync('package.json', 'utf8'));
  } catch (e) {
    console.error(`package.json:1:1: error: ${e.message}`);
    process.exit(1);
  }
}
const lacking = missing({ ...project.dependencies, ...project.devDependencies });
const stamp = path.join(target, '.slipway-linked');
const linked = fs.existsSync(stamp);
if (lacking.length === 0) {
  // One link an entry: tools such as vite write temporary files into node_modules itself.
  if (!linked && fs.existsSync(target)) process.exit(0);
  fs.rmSync(target, { recursive: true, force: true });
  fs.mkdirSync(target);
  for (const entry of fs.existsSync(tools) ? fs.readdirSync(tools) : []) {
    if (entry.startsWith('.') && entry !== '.bin') continue;
    fs.symlinkSync(path.join(tools, entry), path.join(target, entry));
  }
  fs.writeFileSync(stamp, '');
  process.exit(0);
}
if (linked) fs.rmSync(target, { recursive: true, force: true });
console.log(`installing from the registry: ${lacking.map(([name, range]) => `${name}@${range}`).join(', ')}`);
const install = spawnSync('npm', ['install', '--no-audit', '--no-fund'], { stdio: 'inherit' });
process.exit(install.status === null ? 1 : install.status);
