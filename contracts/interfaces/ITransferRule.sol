// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @title Transfer rule
/// @notice Says which shares may go where, for offers that the law reserves to some (PROTOCOL 6.2).
/// @dev The ShareToken asks by a static call with capped gas, when shares are made or transferred; never when they are
/// burned or refunded, nor when royalties are claimed. A rule that fails refuses.
interface ITransferRule {
    /// @notice True if `shares` may go from `from` (zero: they are made) to `to`.
    function allows(address from, address to, uint256 shares) external view returns (bool);

    /// @notice Who keeps the rule up to date.
    function keeper() external view returns (address);
}
