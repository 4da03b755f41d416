'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const contract = JSON.parse(fs.readFileSync(path.join(__dirname, '..', 'build', '@@Pascal@@.json'), 'utf8'));
const named = (type) => contract.abi.filter((item) => item.type === type).map((item) => item.name).sort();
const changing = contract.abi
  .filter((item) => item.type === 'function' && !['view', 'pure'].includes(item.stateMutability))
  .map((item) => item.name)
  .sort();

test('it compiles to code that can be deployed', () => {
  assert.match(contract.bytecode, /^0x[0-9a-f]{100,}$/);
});

test('only the documented functions change state', () => {
  assert.deepEqual(changing, ['acceptOwner', 'deposit', 'pauseDeposits', 'proposeOwner', 'requestWithdrawal', 'withdraw']);
});

test('no function takes Ether', () => {
  assert.deepEqual(contract.abi.filter((item) => item.stateMutability === 'payable'), []);
});

test('each change of state has an event', () => {
  assert.deepEqual(named('event'), [
    'Deposited',
    'DepositsPaused',
    'OwnerChanged',
    'OwnerProposed',
    'WithdrawalRequested',
    'Withdrawn',
  ]);
});
