// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {@@Pascal@@} from "./@@Pascal@@.sol";
import {TestToken} from "./@@Pascal@@.t.sol";

contract @@Pascal@@FuzzTest {
    TestToken private token;
    @@Pascal@@ private vault;

    function setUp() public {
        token = new TestToken(address(this), type(uint128).max);
        vault = new @@Pascal@@(token, 1 days);
    }

    function testDepositsAddUp(uint64 first, uint64 second) public {
        if (first == 0 || second == 0) return;
        vault.deposit(first);
        vault.deposit(second);
        require(vault.balanceOf(address(this)) == uint256(first) + second, "sum");
    }

    function testNothingIsRequestedTwice(uint64 amount) public {
        if (amount == 0) return;
        vault.deposit(amount);
        vault.requestWithdrawal(amount);
        require(vault.balanceOf(address(this)) == 0, "still there");
        (bool again,) = address(vault).call(abi.encodeCall(vault.requestWithdrawal, (amount)));
        require(!again, "requested twice");
    }
}
