// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {ICampaign} from "./interfaces/ICampaign.sol";
import {IProjectFactory} from "./interfaces/IProjectFactory.sol";
import {IShareToken} from "./interfaces/IShareToken.sol";
import {CampaignTerms} from "./interfaces/ProjectTerms.sol";
import {Vault} from "./Vault.sol";

/// @title Campaign: see interfaces/ICampaign.sol
contract Campaign is ICampaign, Vault {
    uint256 private constant WHOLE_BPS = 10_000;

    Status private _status;
    uint48 private _sold;

    /// @inheritdoc ICampaign
    function open() external {
        Setup memory s = setup();
        if (_status != Status.Proposed) revert Campaign_WrongStatus(_status);
        if (block.timestamp >= s.terms.opensAt) revert Campaign_OpeningPassed(s.terms.opensAt);
        if (!IProjectFactory(s.factory).isApproved(address(this))) revert Campaign_NotApproved();
        _status = Status.Raising;
        emit Opened();
    }

    /// @inheritdoc ICampaign
    function contribute(uint256 shares) external nonReentrant {
        Setup memory s = setup();
        _checkOpen(s.terms);
        _checkShares(s, msg.sender, shares);
        uint256 amount = shares * s.terms.pricePerShare;
        _sold += uint48(shares);
        _receive(msg.sender, amount);
        IShareToken(s.shareToken).mint(msg.sender, shares);
        emit Contributed(msg.sender, shares, amount);
    }

    /// @inheritdoc ICampaign
    function finalize() external nonReentrant {
        Setup memory s = setup();
        if (_status != Status.Raising) revert Campaign_WrongStatus(_status);
        if (block.timestamp < s.terms.closesAt) revert Campaign_NotClosedYet(s.terms.closesAt);
        uint256 total = raised();
        if (!_isGoalMet(s.terms, total)) {
            _status = Status.Failed;
            emit Failed(_sold, total);
            return;
        }
        uint256 fee = total * s.feeBps / WHOLE_BPS;
        _status = Status.Succeeded;
        emit Succeeded(_sold, total, fee, total - fee);
        IShareToken(s.shareToken).openTransfers();
        _pay(s.terms.currency, IProjectFactory(s.factory).treasury(), fee);
        _pay(s.terms.currency, s.producer, total - fee);
    }

    /// @inheritdoc ICampaign
    function cancel() external nonReentrant {
        Setup memory s = setup();
        if (msg.sender != s.producer) revert Campaign_OnlyProducer(msg.sender);
        if (_status > Status.Raising) revert Campaign_WrongStatus(_status);
        uint256 total = raised();
        if (block.timestamp >= s.terms.closesAt && _isGoalMet(s.terms, total)) {
            revert Campaign_GoalMet(total, s.terms.goal);
        }
        _status = Status.Cancelled;
        emit Cancelled();
    }

    /// @inheritdoc ICampaign
    function refund(address fan) external nonReentrant {
        _checkRefunding();
        if (!_refund(setup(), fan)) revert Campaign_NothingToRefund(fan);
    }

    /// @inheritdoc ICampaign
    function refundMany(address[] calldata fans) external nonReentrant {
        _checkRefunding();
        Setup memory s = setup();
        for (uint256 i; i < fans.length; ++i) {
            _refund(s, fans[i]);
        }
    }

    /// @inheritdoc ICampaign
    function status() external view returns (Status) {
        bool lapsed = _status == Status.Proposed && block.timestamp >= setup().terms.opensAt;
        return lapsed ? Status.Lapsed : _status;
    }

    /// @inheritdoc ICampaign
    function sharesLeft() external view returns (uint256) {
        return setup().terms.capShares - _sold;
    }

    /// @inheritdoc ICampaign
    function raised() public view returns (uint256) {
        return uint256(_sold) * setup().terms.pricePerShare;
    }

    /// @inheritdoc ICampaign
    function setup() public view returns (Setup memory) {
        return abi.decode(Clones.fetchCloneArgs(address(this)), (Setup));
    }

    // --- inside ---

    function _checkOpen(CampaignTerms memory terms) private view {
        if (_status != Status.Raising) revert Campaign_WrongStatus(_status);
        if (block.timestamp < terms.opensAt) revert Campaign_NotOpenYet(terms.opensAt);
        if (block.timestamp >= terms.closesAt) revert Campaign_Closed(terms.closesAt);
    }

    function _checkShares(Setup memory s, address fan, uint256 shares) private view {
        if (shares == 0) revert Campaign_NoShares();
        uint256 left = s.terms.capShares - _sold;
        if (shares > left) revert Campaign_NotEnoughLeft(shares, left);
        uint256 held = IShareToken(s.shareToken).balanceOf(fan) + shares;
        if (held < s.terms.minSharesPerFan && shares != left) {
            revert Campaign_TooFewShares(held, s.terms.minSharesPerFan);
        }
        if (held > s.terms.maxSharesPerFan) revert Campaign_TooManyShares(held, s.terms.maxSharesPerFan);
    }

    function _checkRefunding() private view {
        if (_status != Status.Failed && _status != Status.Cancelled) revert Campaign_WrongStatus(_status);
    }

    /// @dev The shares are burned before the money leaves. They could not move since they were bought, so that their
    /// number is what the fan paid for (K5).
    function _refund(Setup memory s, address fan) private returns (bool) {
        if (IShareToken(s.shareToken).balanceOf(fan) == 0) return false;
        uint256 shares = IShareToken(s.shareToken).burnAll(fan);
        uint256 amount = shares * s.terms.pricePerShare;
        _sold -= uint48(shares);
        emit Refunded(fan, shares, amount);
        _pay(s.terms.currency, fan, amount);
        return true;
    }

    function _isGoalMet(CampaignTerms memory terms, uint256 total) private view returns (bool) {
        return total >= terms.goal && _sold >= terms.leastShares;
    }

    /// @dev Until the campaign has succeeded, everything sold is held for refunds.
    function _reserved() internal view override returns (uint256) {
        return super._reserved() + (_status == Status.Succeeded ? 0 : raised());
    }

    function _currency() internal view override returns (address) {
        return setup().terms.currency;
    }

    function _factory() internal view override returns (address) {
        return setup().factory;
    }

    function _surplusReceiver() internal view override returns (address) {
        return setup().shareToken;
    }
}
