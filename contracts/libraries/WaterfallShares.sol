// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Position, PositionKind} from "../interfaces/ProjectTerms.sol";

/// @title WaterfallShares
/// @notice The arithmetic of the waterfall (PROTOCOL 5.2). Pure. Its Python twin is backend/royalties/waterfall.py.
library WaterfallShares {
    uint256 private constant WHOLE_BPS = 10_000;

    /// @notice Shares `net` among the positions.
    /// @param carried Per position off the top, what earlier deposits were short of. Changed in place to what the next
    /// deposit will start with.
    /// @return amounts Currency units per position; they add up to `net`. Each is rounded down but the holders', which
    /// take the rest.
    function shareDown(Position[] memory positions, uint256[] memory carried, uint256 gross, uint256 net)
        internal
        pure
        returns (uint256[] memory amounts)
    {
        amounts = new uint256[](positions.length);
        uint256 left = net;
        uint256 i;
        for (; i < positions.length && positions[i].kind == PositionKind.OffTheTop; ++i) {
            uint256 due = carried[i] + gross * positions[i].bps / WHOLE_BPS;
            amounts[i] = due < left ? due : left;
            carried[i] = due - amounts[i];
            left -= amounts[i];
        }
        uint256 rest = left;
        uint256 holders;
        for (; i < positions.length; ++i) {
            if (positions[i].payee == address(0)) {
                holders = i;
                continue;
            }
            amounts[i] = left * positions[i].bps / WHOLE_BPS;
            rest -= amounts[i];
        }
        amounts[holders] = rest;
    }
}
