// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IERC20} from "./IERC20.sol";

/// @title @@Title@@
/// @notice @@summary@@.
contract @@Pascal@@ {
    struct Request {
        uint256 amount;
        uint256 releasableAt;
    }

    uint256 public constant MIN_DELAY = 1 hours;
    uint256 public constant MAX_DELAY = 30 days;

    IERC20 public immutable token;
    uint256 public immutable delay;

    address public owner;
    address public proposedOwner;
    bool public depositsPaused;
    uint256 public totalHeld;

    mapping(address => uint256) public balanceOf;
    mapping(address => Request) public requestOf;

    event Deposited(address indexed account, uint256 amount);
    event WithdrawalRequested(address indexed account, uint256 amount, uint256 releasableAt);
    event Withdrawn(address indexed account, uint256 amount);
    event DepositsPaused(bool paused);
    event OwnerProposed(address indexed proposed);
    event OwnerChanged(address indexed previous, address indexed current);

    error NotOwner(address caller);
    error NotProposedOwner(address caller);
    error DepositsArePaused();
    error InvalidDelay(uint256 delay);
    error InvalidToken();
    error ZeroAmount();
    error InsufficientBalance(uint256 available, uint256 asked);
    error RequestOpen(uint256 releasableAt);
    error NoRequest();
    error TooEarly(uint256 releasableAt);
    error TransferFailed();

    modifier onlyOwner() {
        if (msg.sender != owner) revert NotOwner(msg.sender);
        _;
    }

    constructor(IERC20 token_, uint256 delay_) {
        if (address(token_) == address(0)) revert InvalidToken();
        if (delay_ < MIN_DELAY || delay_ > MAX_DELAY) revert InvalidDelay(delay_);
        token = token_;
        delay = delay_;
        owner = msg.sender;
        emit OwnerChanged(address(0), msg.sender);
    }

    /// @notice Takes `amount` of the token from the caller, who has approved it.
    function deposit(uint256 amount) external {
        if (depositsPaused) revert DepositsArePaused();
        if (amount == 0) revert ZeroAmount();
        balanceOf[msg.sender] += amount;
        totalHeld += amount;
        emit Deposited(msg.sender, amount);
        if (!token.transferFrom(msg.sender, address(this), amount)) revert TransferFailed();
    }

    /// @notice Starts the delay for `amount` of the caller's balance; one request at a time.
    function requestWithdrawal(uint256 amount) external {
        if (amount == 0) revert ZeroAmount();
        Request storage open = requestOf[msg.sender];
        if (open.amount != 0) revert RequestOpen(open.releasableAt);
        uint256 available = balanceOf[msg.sender];
        if (amount > available) revert InsufficientBalance(available, amount);
        balanceOf[msg.sender] = available - amount;
        requestOf[msg.sender] = Request({amount: amount, releasableAt: block.timestamp + delay});
        emit WithdrawalRequested(msg.sender, amount, block.timestamp + delay);
    }

    /// @notice Pays out the caller's request once its delay is over. Works while deposits are paused.
    function withdraw() external {
        Request memory open = requestOf[msg.sender];
        if (open.amount == 0) revert NoRequest();
        if (block.timestamp < releasableAt) revert TooEarly(releasableAt);
        delete requestOf[msg.sender];
        totalHeld -= open.amount;
        emit Withdrawn(msg.sender, open.amount);
        if (!token.transfer(msg.sender, open.amount)) revert TransferFailed();
    }

    /// @notice Stops or allows deposits; withdrawals can't be stopped.
    function pauseDeposits(bool paused) external onlyOwner {
        depositsPaused = paused;
        emit DepositsPaused(paused);
    }

    /// @notice First step of handing the vault over.
    function proposeOwner(address proposed) external onlyOwner {
        proposedOwner = proposed;
        emit OwnerProposed(proposed);
    }

    /// @notice Second step: the proposed owner accepts.
    function acceptOwner() external {
        if (msg.sender != proposedOwner) revert NotProposedOwner(msg.sender);
        emit OwnerChanged(owner, msg.sender);
        owner = msg.sender;
        proposedOwner = address(0);
    }
}
