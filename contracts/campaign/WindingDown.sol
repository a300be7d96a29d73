// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IFinancing} from "../interfaces/IFinancing.sol";
import {IProducing} from "../interfaces/IProducing.sol";
import {IRaising} from "../interfaces/IRaising.sol";
import {IShareToken} from "../interfaces/IShareToken.sol";
import {IWaterfall} from "../interfaces/IWaterfall.sol";
import {Questioning} from "./Questioning.sol";

/// @title WindingDown
/// @notice The holders end a project that has stopped, and what is unspent goes back (PROTOCOL 4.3). Patrons and
/// financiers are paid by `refundGift` and `returnLine`.
abstract contract WindingDown is Questioning {
    /// @inheritdoc IProducing
    function openWindDown(uint256 milestone) external {
        Setup memory s = setup();
        _requireStatus(Status.Succeeded);
        if (_question.round != 0) revert Campaign_QuestionOpen(_question.round);
        if (IShareToken(s.shareToken).balanceOf(msg.sender) == 0) revert Campaign_OnlyHolder(msg.sender);
        if (!hasGrounds(milestone)) revert Campaign_NoGroundsToWindDown(milestone);
        (uint256 round, uint256 until) = _ask(s, milestone, true);
        emit WindDownOpened(milestone, until, round, msg.sender);
    }

    /// @inheritdoc IProducing
    function exit(uint256 shares) external nonReentrant {
        _requireStatus(Status.WoundDown);
        if (shares == 0) revert IRaising.Campaign_NoShares();
        Setup memory s = setup();
        _requireReleased(s.shareToken);
        IShareToken(s.shareToken).burn(msg.sender, shares);
        uint256 amount = shares * _partDown(s.terms.pricePerShare, s.terms.pricePerShare);
        _unspent -= uint128(amount);
        emit Exited(msg.sender, shares, amount);
        _pay(s.terms.currency, msg.sender, amount);
    }

    // --- inside ---

    /// @dev Who leaves keeps what was deposited while it held shares, and nobody else gets it.
    function _requireReleased(address shareToken) private view {
        (uint256 deposited, uint256 released,) = IShareToken(shareToken).totals();
        if (released != deposited) revert Campaign_ReleaseRoyaltiesFirst(deposited - released);
    }

    /// @dev Each brought amount is owed its part of what is unspent, rounded down. What the roundings of shares, of all gifts
    /// and of all lines leave can be swept to the holders; what those of single gifts and lines leave, below a unit each,
    /// stays.
    function _windDown(Setup memory s) internal {
        uint256 price = s.terms.pricePerShare;
        _status = Status.WoundDown;
        IShareToken(s.shareToken).endSteps();
        _unspentAtEnd = _unspent;
        uint256 perShare = _partDown(price, price);
        emit WoundDown(_unspentAtEnd, _raised(price) + _escrowed, perShare);
        _unspent = uint128(perShare * _sold + _partDown(_given, price) + _partDown(_escrowed, price));
        IWaterfall(s.waterfall).giveBack(address(0), perShare * _sold);
        IWaterfall(s.waterfall).reduceCap(perShare);
        _giveBackLines(s);
    }

    /// @dev Tells the waterfall what the financiers get back.
    function _giveBackLines(Setup memory s) private {
        Line[] memory lines = lists().lines;
        for (uint256 i; i < lines.length; ++i) {
            if (_coverage[i].state != IFinancing.LineState.Escrowed) continue;
            uint256 part = _partDown(lines[i].amount, s.terms.pricePerShare);
            IWaterfall(s.waterfall).giveBack(lines[i].financier, part);
        }
    }
}
