// Checks every contract that Clarinet.toml names: errors as file:line:column, exit code 1 when there is one.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = process.cwd();
if (!fs.existsSync('Clarinet.toml')) {
  console.log('Clarinet.toml:1:1: error: the file is missing; it names the project and its contracts');
  process.exit(1);
}
const sdk = createRequire(path.join(root, 'package.json')).resolve('@stacks/clarinet-sdk');
const { initSimnet } = await import(pathToFileURL(sdk).href);

try {
  const simnet = await initSimnet('./Clarinet.toml');
  const contracts = [...simnet.getContractsInterfaces().keys()].filter((id) => id.startsWith(`${simnet.deployer}.`));
  if (contracts.length === 0) {
    console.log('Clarinet.toml:1:1: error: no contract is named: add a [contracts.NAME] section with its path');
    process.exit(1);
  }
  console.log(`${contracts.length} contract(s) checked: ${contracts.map((id) => id.split('.')[1]).join(', ')}`);
  process.exit(0);
} catch (e) {
  const text = String(e && e.message ? e.message : e).replaceAll(root + path.sep, '');
  // "error: MESSAGE" and, on the next line, "--> FILE:LINE:COLUMN"; brought together as compilers write it.
  console.log(text.replace(/^(error|warning): (.*)\n\s*--> (\S+)$/gm, '$3: $1: $2'));
  process.exit(1);
}
