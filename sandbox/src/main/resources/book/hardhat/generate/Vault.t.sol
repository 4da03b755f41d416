// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {@@Pascal@@} from "./@@Pascal@@.sol";
import {IERC20} from "./IERC20.sol";

interface Vm {
    function warp(uint256 timestamp) external;
    function prank(address sender) external;
}

contract TestToken is IERC20 {
    mapping(address => uint256) public override balanceOf;

    constructor(address holder, uint256 amount) {
        balanceOf[holder] = amount;
    }

    function transfer(address to, uint256 amount) external override returns (bool) {
        return move(msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external override returns (bool) {
        return move(from, to, amount);
    }

    function move(address from, address to, uint256 amount) private returns (bool) {
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
        return true;
    }
}

contract @@Pascal@@Test {
    Vm private constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    TestToken private token;
    @@Pascal@@ private vault;

    function setUp() public {
        VM.warp(1_000_000);
        token = new TestToken(address(this), 1000);
        vault = new @@Pascal@@(token, 1 days);
    }

    function testHoldsWhatWasDeposited() public {
        vault.deposit(400);
        require(vault.balanceOf(address(this)) == 400, "balance");
        require(vault.totalHeld() == 400, "total");
        require(token.balanceOf(address(vault)) == 400, "token");
    }

    function testPaysOutAfterTheDelay() public {
        vault.deposit(400);
        vault.requestWithdrawal(150);
        VM.warp(1_000_000 + 1 days + 1);
        vault.withdraw();
        require(token.balanceOf(address(this)) == 750, "paid out");
        require(vault.totalHeld() == 250, "total");
    }

    function testRefusesToPayBeforeTheDelayIsOver() public {
        vault.deposit(400);
        vault.requestWithdrawal(150);
        VM.warp(1_000_000 + 1 days - 1);
        (bool paid,) = address(vault).call(abi.encodeCall(vault.withdraw, ()));
        require(!paid, "paid too early");
    }

    function testRefusesMoreThanTheBalance() public {
        vault.deposit(10);
        (bool accepted,) = address(vault).call(abi.encodeCall(vault.requestWithdrawal, (11)));
        require(!accepted, "more than the balance");
    }

    function testAPauseStopsDepositsOnly() public {
        vault.deposit(400);
        vault.requestWithdrawal(400);
        vault.pauseDeposits(true);
        (bool deposited,) = address(vault).call(abi.encodeCall(vault.deposit, (1)));
        require(!deposited, "deposit while paused");
        VM.warp(1_000_000 + 1 days + 1);
        vault.withdraw();
        require(token.balanceOf(address(this)) == 1000, "withdrawal while paused");
    }

    function testOnlyTheOwnerPauses() public {
        VM.prank(address(0xbeef));
        (bool paused,) = address(vault).call(abi.encodeCall(vault.pauseDeposits, (true)));
        require(!paused, "a stranger paused");
    }
}
