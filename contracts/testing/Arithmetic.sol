// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IWaterfall} from "../interfaces/IWaterfall.sol";
import {HolderAccount} from "../libraries/HolderAccount.sol";
import {RoyaltyIndex} from "../libraries/RoyaltyIndex.sol";
import {WaterfallShares} from "../libraries/WaterfallShares.sol";

/// @notice Shows the pure arithmetic of the libraries to the tests, which compare it with its Python twins.
contract Arithmetic {
    /// @notice RoyaltyIndexes.addDown on a word packed from the first three numbers.
    function addDown(uint256 value, uint256 remainder, uint256 supply, uint256 amount)
        external
        pure
        returns (uint256 newValue, uint256 newRemainder, uint256 sameSupply)
    {
        RoyaltyIndex index = RoyaltyIndex.wrap((value << 112) | (remainder << 64) | (supply << 16));
        index = index.addDown(amount);
        return (index.value(), index.remainder(), index.supply());
    }

    /// @notice HolderAccounts.settleDown on a word packed from the first four numbers.
    function settleDown(uint256 index, uint256 fraction, uint256 balance, uint256 flags, uint256 newIndex)
        external
        pure
        returns (HolderAccount settled, uint256 earned)
    {
        return HolderAccount.wrap((index << 112) | (fraction << 64) | (balance << 16) | flags).settleDown(newIndex);
    }

    /// @notice HolderAccounts.joinFraction on a word packed from the first four numbers.
    function joinFraction(uint256 index, uint256 fraction, uint256 balance, uint256 flags, uint256 other)
        external
        pure
        returns (HolderAccount joined, uint256 earned)
    {
        return HolderAccount.wrap((index << 112) | (fraction << 64) | (balance << 16) | flags).joinFraction(other);
    }

    /// @notice WaterfallShares.shareDown, and what it leaves due.
    function shareDown(
        IWaterfall.Place[] memory places,
        uint256[] memory due,
        uint256 room,
        uint256 gross,
        uint256 net
    ) external pure returns (uint256[] memory amounts, uint256 toProducer, uint256[] memory dueAfter) {
        (amounts, toProducer) = WaterfallShares.shareDown(places, due, room, gross, net);
        dueAfter = due;
    }
}
