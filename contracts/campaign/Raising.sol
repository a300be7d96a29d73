// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {IProjectFactory} from "../interfaces/IProjectFactory.sol";
import {IRaising} from "../interfaces/IRaising.sol";
import {IShareToken} from "../interfaces/IShareToken.sol";
import {IWaterfall} from "../interfaces/IWaterfall.sol";
import {WHOLE_BPS} from "../interfaces/ProjectTerms.sol";
import {Pledge, Pledges} from "../libraries/Pledge.sol";
import {Pledging} from "./Pledging.sol";
import {Stages} from "./Stages.sol";

/// @title Raising
/// @notice What can happen to what was pledged and given: taken back, refunded, or a success (PROTOCOL 3.2 to 3.4).
abstract contract Raising is Pledging, Stages {
    /// @dev Bytes of its words: a mirror keeps them.
    uint256 private constant MAX_GIFT_IN_KIND = 1_024;

    /// @inheritdoc IRaising
    function revoke() external nonReentrant {
        Setup memory s = setup();
        _requireStatus(Status.Raising);
        bool wasMet = _isGoalMet(s.terms);
        (uint256 own, uint256 paidFor) = _closeWindows(msg.sender);
        if (own + paidFor == 0) revert Campaign_NothingToRevoke(msg.sender);
        address payer = _strikeOff(msg.sender, own, paidFor);
        IShareToken(s.shareToken).burn(msg.sender, own + paidFor);
        if (wasMet && _reopenedUntil == 0 && !_isGoalMet(s.terms)) {
            (uint256 closedAt,) = _closing(s);
            if (block.timestamp >= closedAt) _reopen(s);
        }
        uint256 price = s.terms.pricePerShare;
        if (own != 0) emit Revoked(msg.sender, msg.sender, own, own * price);
        if (paidFor != 0) emit Revoked(msg.sender, payer, paidFor, paidFor * price);
        _pay(s.terms.currency, msg.sender, own * price);
        _pay(s.terms.currency, payer, paidFor * price);
    }

    /// @inheritdoc IRaising
    function give(uint256 amount) external nonReentrant {
        Setup memory s = setup();
        _requireContributing(s);
        if (amount == 0) revert Campaign_NoGift();
        if (amount > type(uint96).max) revert Campaign_GiftAboveMaximum(amount, type(uint96).max);
        _gifts[msg.sender] += amount;
        _given += uint128(amount);
        emit Given(msg.sender, amount);
        _receive(s.terms.currency, msg.sender, amount);
    }

    /// @inheritdoc IRaising
    function recordGiftInKind(string calldata patron, string calldata description) external {
        _requireProducer();
        uint256 length = bytes(patron).length + bytes(description).length;
        if (length > MAX_GIFT_IN_KIND) revert Campaign_GiftInKindTooLong(length, MAX_GIFT_IN_KIND);
        emit GivenInKind(patron, description);
    }

    /// @inheritdoc IRaising
    function finalize() external nonReentrant {
        Setup memory s = setup();
        _requireStatus(Status.Raising);
        if (_sold < s.terms.capShares) {
            (uint256 closing,) = _closing(s);
            if (block.timestamp < closing) revert Campaign_NotClosedYet(closing);
        }
        if (block.timestamp < _lastFirmAt) revert Campaign_ReflectionRunning(_lastFirmAt);
        uint256 total = _raised(s.terms.pricePerShare);
        if (_isGoalMet(s.terms)) {
            _succeed(s, total);
        } else {
            _status = Status.Failed;
            emit Failed(_sold, total);
        }
    }

    /// @inheritdoc IRaising
    function cancel() external nonReentrant {
        _requireProducer();
        Status status_ = status();
        if (status_ > Status.Raising) revert Campaign_WrongStatus(status_);
        Setup memory s = setup();
        (uint256 closing,) = _closing(s);
        bool wasClosed = _reopenedUntil != 0 || block.timestamp >= closing;
        if (wasClosed && _isGoalMet(s.terms)) {
            revert Campaign_GoalMet(_raised(s.terms.pricePerShare), s.terms.goal);
        }
        _status = Status.Cancelled;
        emit Cancelled();
    }

    /// @inheritdoc IRaising
    function refund(address fan) external nonReentrant {
        _requireRefunding();
        if (!_refund(setup(), fan)) revert Campaign_NothingToRefund(fan);
    }

    /// @inheritdoc IRaising
    function refundMany(address[] calldata fans) external nonReentrant {
        _requireRefunding();
        Setup memory s = setup();
        for (uint256 i; i < fans.length; ++i) {
            _refund(s, fans[i]);
        }
    }

    /// @inheritdoc IRaising
    function refundGift(address patron) external nonReentrant {
        Setup memory s = setup();
        uint256 amount = _gifts[patron];
        if (amount == 0) revert Campaign_NothingToRefund(patron);
        _gifts[patron] = 0;
        if (_status == Status.WoundDown) {
            amount = _partDown(amount, s.terms.pricePerShare);
            _unspent -= uint128(amount);
        } else {
            _requireRefunding();
            _given -= uint128(amount);
        }
        emit GiftRefunded(patron, amount);
        _pay(s.terms.currency, patron, amount);
    }

    /// @inheritdoc IRaising
    function giftOf(address patron) external view returns (uint256) {
        return _gifts[patron];
    }

    /// @inheritdoc IRaising
    function raised() external view returns (uint256) {
        return _raised(setup().terms.pricePerShare);
    }

    // --- inside ---

    function _succeed(Setup memory s, uint256 total) private {
        uint256 fee = total * s.feeBps / WHOLE_BPS;
        uint256 pot_ = total - fee + _escrowed;
        _status = Status.Succeeded;
        _pot = uint128(pot_);
        _unspent = uint128(pot_);
        emit Succeeded(_sold, total, fee, pot_);
        IShareToken(s.shareToken).openTransfers();
        IWaterfall(s.waterfall).open(uint256(_sold) * s.terms.pricePerShare);
        _proveLines(s);
        _pay(s.terms.currency, IProjectFactory(s.factory).treasury(), fee);
    }

    /// @dev Tells the waterfall which financiers have paid so far.
    function _proveLines(Setup memory s) private {
        Line[] memory lines = lists().lines;
        for (uint256 i; i < lines.length; ++i) {
            if (_isPaid(i)) IWaterfall(s.waterfall).prove(lines[i].financier, lines[i].amount);
        }
    }

    /// @dev Closes the windows that run, and frees the tier if it was taken in one of them.
    /// @return own Shares in them that the fan paid itself.
    /// @return paidFor Shares in them that somebody else paid.
    function _closeWindows(address fan) private returns (uint256 own, uint256 paidFor) {
        Pledge pledge = _pledges[fan];
        for (uint256 i; i < 2; ++i) {
            Pledges.Window memory w = pledge.window(i);
            if (w.until <= block.timestamp) continue;
            if (w.paidFor) paidFor += w.shares;
            else own += w.shares;
            if (w.tookTier) pledge = _freeTier(fan, pledge);
            pledge = pledge.close(i);
        }
        _pledges[fan] = pledge;
    }

    /// @dev Strikes shares off the books; returns who paid those that the fan did not.
    function _strikeOff(address fan, uint256 own, uint256 paidFor) private returns (address payer) {
        _sold -= uint48(own + paidFor);
        if (paidFor == 0) return fan;
        payer = _payers[fan].payer;
        uint48 shares = _payers[fan].shares - uint48(paidFor);
        if (shares != 0) {
            _payers[fan].shares = shares;
        } else {
            delete _payers[fan];
            _pledges[fan] = _pledges[fan].clearPayer();
        }
    }

    /// @dev The shares are burned before the money leaves. They could not move since they were bought, so that their
    /// number is what was paid for (K5).
    function _refund(Setup memory s, address fan) private returns (bool) {
        if (IShareToken(s.shareToken).balanceOf(fan) == 0) return false;
        uint256 shares = IShareToken(s.shareToken).burnAll(fan);
        Pledge pledge = _pledges[fan];
        uint256 paidFor = pledge.hasPayer() ? _payers[fan].shares : 0;
        uint256 own = shares - paidFor;
        address payer = _strikeOff(fan, own, paidFor);
        _freeTier(fan, pledge);
        _pledges[fan] = Pledge.wrap(0);
        uint256 price = s.terms.pricePerShare;
        if (own != 0) emit Refunded(fan, fan, own, own * price);
        if (paidFor != 0) emit Refunded(fan, payer, paidFor, paidFor * price);
        _pay(s.terms.currency, fan, own * price);
        _pay(s.terms.currency, payer, paidFor * price);
        return true;
    }

    function _requireRefunding() private view {
        if (_status != Status.Failed && _status != Status.Cancelled) revert Campaign_WrongStatus(status());
    }
}
