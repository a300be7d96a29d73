// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IRaising} from "../interfaces/IRaising.sol";

/// @notice What the Campaign knows of one fan, in one storage word: second window 96 | first window 96 | spare 40 |
/// has payer 8 | tier 16, from the highest bit down. A window is took tier 4 | paid for 4 | shares 48 | until 40.
/// All other shares of the fan are firm.
type Pledge is uint256;

using Pledges for Pledge global;

/// @title Pledges
/// @notice Reads and advances a Pledge (PROTOCOL 3.2, 3.6). Pure.
library Pledges {
    /// @notice One pledge in its reflection; firm from `until` on.
    struct Window {
        uint256 shares;
        uint256 until;
        /// @dev Somebody else paid, and is paid back.
        bool paidFor;
        /// @dev The fan took its tier with this pledge.
        bool tookTier;
    }

    uint256 private constant WINDOW = type(uint96).max;
    uint256 private constant TIER = type(uint16).max;
    uint256 private constant HAS_PAYER = 1 << 16;

    /// @notice Tier of the fan, counted from 1; 0 = none.
    function tier(Pledge pledge) internal pure returns (uint256) {
        return Pledge.unwrap(pledge) & TIER;
    }

    /// @notice Whether somebody else paid for shares of the fan.
    function hasPayer(Pledge pledge) internal pure returns (bool) {
        return Pledge.unwrap(pledge) & HAS_PAYER != 0;
    }

    /// @notice Window 0 or 1 as it was opened, running or not.
    function window(Pledge pledge, uint256 number) internal pure returns (Window memory w) {
        uint256 bits = (Pledge.unwrap(pledge) >> _shift(number)) & WINDOW;
        w.until = uint40(bits);
        w.shares = uint48(bits >> 40);
        w.paidFor = (bits >> 88) & 1 != 0;
        w.tookTier = (bits >> 92) & 1 != 0;
    }

    /// @notice Opens a window where none runs at `timestamp`.
    function open(Pledge pledge, Window memory w, uint256 timestamp) internal pure returns (Pledge) {
        uint256 first = pledge.window(0).until;
        uint256 second = pledge.window(1).until;
        if (first > timestamp && second > timestamp) {
            revert IRaising.Campaign_TwoWindowsRunning(first < second ? first : second);
        }
        uint256 bits = w.until | (w.shares << 40);
        if (w.paidFor) bits |= 1 << 88;
        if (w.tookTier) bits |= 1 << 92;
        uint256 shift = _shift(first > timestamp ? 1 : 0);
        pledge = Pledge.wrap((Pledge.unwrap(pledge) & ~(WINDOW << shift)) | (bits << shift));
        return w.paidFor ? Pledge.wrap(Pledge.unwrap(pledge) | HAS_PAYER) : pledge;
    }

    /// @notice Forgets a window.
    function close(Pledge pledge, uint256 number) internal pure returns (Pledge) {
        return Pledge.wrap(Pledge.unwrap(pledge) & ~(WINDOW << _shift(number)));
    }

    function setTier(Pledge pledge, uint256 number) internal pure returns (Pledge) {
        return Pledge.wrap((Pledge.unwrap(pledge) & ~TIER) | number);
    }

    /// @notice Forgets that somebody else paid.
    function clearPayer(Pledge pledge) internal pure returns (Pledge) {
        return Pledge.wrap(Pledge.unwrap(pledge) & ~HAS_PAYER);
    }

    function _shift(uint256 number) private pure returns (uint256) {
        return 64 + 96 * number;
    }
}
