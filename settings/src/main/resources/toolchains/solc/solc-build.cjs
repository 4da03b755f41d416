// Compiles every contract of a project with npm's solc: errors as file:line:column, exit code 1 when there is one.
'use strict';

const fs = require('fs');
const path = require('path');
const solc = require('solc');

const root = process.cwd();

function solidityFiles(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return solidityFiles(full);
    return entry.isFile() && entry.name.endsWith('.sol') ? [full] : [];
  });
}

const files = ['contracts', 'src'].flatMap((folder) => solidityFiles(path.join(root, folder))).sort();
if (files.length === 0) {
  console.error('error: no Solidity source found: contracts belong into contracts/*.sol');
  process.exit(1);
}

const sources = {};
for (const file of files) {
  sources[path.relative(root, file).split(path.sep).join('/')] = { content: fs.readFileSync(file, 'utf8') };
}

function findImport(name) {
  for (const candidate of [path.join(root, name), path.join(root, 'node_modules', name)]) {
    if (fs.existsSync(candidate)) return { contents: fs.readFileSync(candidate, 'utf8') };
  }
  return { error: 'not found in the project or its node_modules' };
}

const input = {
  language: 'Solidity',
  sources,
  settings: {
    optimizer: { enabled: true, runs: 200 },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.methodIdentifiers'] } },
  },
};
const output = JSON.parse(solc.compile(JSON.stringify(input), { import: findImport }));

function place(problem) {
  const at = problem.sourceLocation;
  if (!at || at.start < 0) return at ? at.file : 'solc';
  const source = sources[at.file] ? sources[at.file].content : (findImport(at.file).contents || '');
  // solc counts bytes, editors count characters.
  const before = Buffer.from(source, 'utf8').subarray(0, at.start).toString('utf8').split('\n');
  return `${at.file}:${before.length}:${before[before.length - 1].length + 1}`;
}

let errors = 0;
let warnings = 0;
for (const problem of output.errors || []) {
  const failing = problem.severity === 'error';
  if (failing) errors++;
  else warnings++;
  const code = problem.errorCode ? ` [${problem.errorCode}]` : '';
  console.log(`${place(problem)}: ${failing ? 'error' : 'note'}: ${problem.type}: ${problem.message}${code}`);
  const quoted = (problem.formattedMessage || '').split('\n').filter((line) => /^\s*\d*\s*\|/.test(line));
  if (quoted.length) console.log(quoted.join('\n'));
}

if (errors > 0) {
  console.log(`solc ${solc.version()}: ${errors} error(s), ${warnings} note(s) in ${files.length} file(s)`);
  process.exit(1);
}

fs.rmSync(path.join(root, 'build'), { recursive: true, force: true });
fs.mkdirSync(path.join(root, 'build'));
let contracts = 0;
for (const [sourceName, compiled] of Object.entries(output.contracts || {})) {
  for (const [contractName, contract] of Object.entries(compiled)) {
    const artifact = {
      contractName,
      sourceName,
      abi: contract.abi,
      bytecode: `0x${contract.evm.bytecode.object}`,
      methodIdentifiers: contract.evm.methodIdentifiers,
    };
    fs.writeFileSync(path.join(root, 'build', `${contractName}.json`), JSON.stringify(artifact, null, 2));
    contracts++;
  }
}
console.log(`solc ${solc.version()}: ${contracts} contract(s) from ${files.length} file(s), 0 errors, ${warnings} note(s)`);
