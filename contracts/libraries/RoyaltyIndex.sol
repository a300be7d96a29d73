// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

/// @notice What all shares have in common, in one storage word, the only global one that a transfer reads:
/// index 144 | remainder 48 | supply 48 | objection round 10 | flags 6, from the highest bit down. A second slot costs
/// 2,100 gas per transfer.
type RoyaltyIndex is uint256;

using RoyaltyIndexes for RoyaltyIndex global;

/// @title RoyaltyIndexes
/// @notice Reads and advances a RoyaltyIndex. Pure. `value` (what one share has earned since the beginning) and
/// `remainder` (what did not divide by the supply, carried to the next release) are in 2^-48 currency units.
library RoyaltyIndexes {
    /// @dev The supply is fixed, shares can move.
    uint256 internal constant TRANSFERS_OPEN = 1;
    /// @dev A transfer rule is asked first.
    uint256 internal constant HAS_RULE = 2;
    /// @dev Royalties enter at once, whatever the terms say: the project was wound down.
    uint256 internal constant STEPS_ENDED = 4;

    uint256 private constant MASK_48 = type(uint48).max;
    uint256 private constant MASK_10 = 1_023;

    function value(RoyaltyIndex index) internal pure returns (uint256) {
        return RoyaltyIndex.unwrap(index) >> 112;
    }

    function remainder(RoyaltyIndex index) internal pure returns (uint256) {
        return (RoyaltyIndex.unwrap(index) >> 64) & MASK_48;
    }

    function supply(RoyaltyIndex index) internal pure returns (uint256) {
        return (RoyaltyIndex.unwrap(index) >> 16) & MASK_48;
    }

    /// @notice Number of the running round of objections; 0 when none is.
    function round(RoyaltyIndex index) internal pure returns (uint256) {
        return (RoyaltyIndex.unwrap(index) >> 6) & MASK_10;
    }

    function has(RoyaltyIndex index, uint256 flag) internal pure returns (bool) {
        return RoyaltyIndex.unwrap(index) & flag != 0;
    }

    function set(RoyaltyIndex index, uint256 flag) internal pure returns (RoyaltyIndex) {
        return RoyaltyIndex.wrap(RoyaltyIndex.unwrap(index) | flag);
    }

    /// @dev The number is below 1,024.
    function setRound(RoyaltyIndex index, uint256 number) internal pure returns (RoyaltyIndex) {
        return RoyaltyIndex.wrap((RoyaltyIndex.unwrap(index) & ~(MASK_10 << 6)) | (number << 6));
    }

    /// @notice Shares `amount` units among the supply, rounding the index down and carrying the remainder exactly.
    /// Cannot overflow: all amounts together stay below 2^96 units, so that the index stays below 2^144.
    /// @dev Divides by zero, and so reverts, when there is no share: the caller checks.
    function addDown(RoyaltyIndex index, uint256 amount) internal pure returns (RoyaltyIndex) {
        uint256 fine = (amount << 48) + index.remainder();
        uint256 shares = index.supply();
        return RoyaltyIndex.wrap(
            ((index.value() + fine / shares) << 112) | ((fine % shares) << 64)
                | (RoyaltyIndex.unwrap(index) & type(uint64).max)
        );
    }

    /// @dev The caller has checked that the supply stays within 0 and 2^48 − 1.
    function mint(RoyaltyIndex index, uint256 shares) internal pure returns (RoyaltyIndex) {
        return RoyaltyIndex.wrap(RoyaltyIndex.unwrap(index) + (shares << 16));
    }

    function burn(RoyaltyIndex index, uint256 shares) internal pure returns (RoyaltyIndex) {
        return RoyaltyIndex.wrap(RoyaltyIndex.unwrap(index) - (shares << 16));
    }
}
