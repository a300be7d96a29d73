// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IWaterfall} from "../interfaces/IWaterfall.sol";
import {PositionKind, WHOLE_BPS} from "../interfaces/ProjectTerms.sol";

/// @title WaterfallShares
/// @notice The arithmetic of the waterfall (PROTOCOL 5.2). Pure. Its Python twin is backend/royalties/waterfall.py.
library WaterfallShares {
    /// @notice Shares `net` among the places: those off the top, those that recoup, then the percentages of the rest.
    /// @param due Per place, what it is due before this deposit: off the top what earlier deposits were short of, to
    /// recoup what is not recouped yet; 0 for percentages. Changed in place to what is due afterwards.
    /// @param room Currency units that the holders can still get before their cap.
    /// @return amounts Currency units per place, rounded down but the holders' percentage, which takes the rest.
    /// @return toProducer What exceeds the holders' cap; with `amounts` it adds up to `net`.
    function shareDown(IWaterfall.Place[] memory places, uint256[] memory due, uint256 room, uint256 gross, uint256 net)
        internal
        pure
        returns (uint256[] memory amounts, uint256 toProducer)
    {
        amounts = new uint256[](places.length);
        uint256 left = net;
        uint256 i;
        for (; i < places.length && places[i].kind == PositionKind.OffTheTop; ++i) {
            due[i] += gross * places[i].bps / WHOLE_BPS;
            amounts[i] = due[i] < left ? due[i] : left;
            due[i] -= amounts[i];
            left -= amounts[i];
        }
        while (i < places.length && places[i].kind == PositionKind.Recoup) {
            uint256 end = i + 1;
            while (end < places.length && places[end].withPrevious) ++end;
            uint256 toHolders;
            (left, toHolders) = _recoupDown(places, due, amounts, room, left, i, end);
            room -= toHolders;
            i = end;
        }
        toProducer = _percentagesDown(places, amounts, room, left, i);
    }

    /// @notice Shares `left` among the places from `first` to before `end`, which recoup pari passu: each in proportion to
    /// what it is still due, rounded down; the units that are left over go to the first that is still due some.
    /// @return rest What is left for the next places.
    /// @return toHolders What the holders got, never above their cap.
    function _recoupDown(
        IWaterfall.Place[] memory places,
        uint256[] memory due,
        uint256[] memory amounts,
        uint256 room,
        uint256 left,
        uint256 first,
        uint256 end
    ) private pure returns (uint256 rest, uint256 toHolders) {
        uint256[] memory wanted = new uint256[](end - first);
        uint256 sum;
        for (uint256 i = first; i < end; ++i) {
            bool isCapped = places[i].payee == address(0) && due[i] > room;
            wanted[i - first] = isCapped ? room : due[i];
            sum += wanted[i - first];
        }
        uint256 toShare = left < sum ? left : sum;
        if (toShare == 0) return (left, 0);
        rest = left - toShare;
        uint256 units = toShare;
        for (uint256 i = first; i < end; ++i) {
            amounts[i] = toShare * wanted[i - first] / sum;
            units -= amounts[i];
        }
        for (uint256 i = first; i < end; ++i) {
            uint256 more = wanted[i - first] - amounts[i];
            if (more > units) more = units;
            amounts[i] += more;
            units -= more;
            due[i] -= amounts[i];
            if (places[i].payee == address(0)) toHolders = amounts[i];
        }
    }

    /// @notice Shares `left` among the places from `first` on by their percentages. Exactly one is the holders'.
    function _percentagesDown(
        IWaterfall.Place[] memory places,
        uint256[] memory amounts,
        uint256 room,
        uint256 left,
        uint256 first
    ) private pure returns (uint256 toProducer) {
        uint256 rest = left;
        uint256 holders;
        for (uint256 i = first; i < places.length; ++i) {
            if (places[i].payee == address(0)) {
                holders = i;
                continue;
            }
            amounts[i] = left * places[i].bps / WHOLE_BPS;
            rest -= amounts[i];
        }
        amounts[holders] = rest < room ? rest : room;
        toProducer = rest - amounts[holders];
    }
}
