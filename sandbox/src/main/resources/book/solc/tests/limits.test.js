'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');

const contract = JSON.parse(fs.readFileSync(path.join(__dirname, '..', 'build', '@@Pascal@@.json'), 'utf8'));
const errors = contract.abi.filter((item) => item.type === 'error');

test('every refusal is a typed error that says what was asked', () => {
  const insufficient = errors.find((item) => item.name === 'InsufficientBalance');
  assert.deepEqual(insufficient.inputs.map((input) => input.name), ['available', 'asked']);
  for (const name of ['DepositsArePaused', 'TooEarly', 'NoRequest', 'RequestOpen', 'ZeroAmount', 'NotOwner']) {
    assert.ok(errors.some((item) => item.name === name), `error ${name} is missing`);
  }
});

test('the code stays under the 24,576 bytes that a chain accepts', () => {
  assert.ok((contract.bytecode.length - 2) / 2 < 24576);
});

test('the delay and the token can be read but not changed', () => {
  for (const name of ['delay', 'token', 'MIN_DELAY', 'MAX_DELAY']) {
    const item = contract.abi.find((entry) => entry.name === name);
    assert.equal(item.stateMutability, 'view');
  }
});
