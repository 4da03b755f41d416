// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice The functions of an ERC-20 token that the vault calls.
interface IERC20 {
    function transfer(address to, uint256 amount) external returns (bool);

    function transferFrom(address from, address to, uint256 amount) external returns (bool);

    function balanceOf(address account) external view returns (uint256);
}
