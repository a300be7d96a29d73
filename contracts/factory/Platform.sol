// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ICampaignState} from "../interfaces/ICampaignState.sol";
import {IPlatform} from "../interfaces/IPlatform.sol";

/// @title Platform: see interfaces/IPlatform.sol
abstract contract Platform is IPlatform, Ownable2Step {
    enum Listing {
        Unknown,
        Proposed,
        Approved
    }

    /// @inheritdoc IPlatform
    uint16 public constant MAX_FEE_BPS = 1_000;

    uint16 private _feeBps;
    address private _treasury;
    /// @dev Beginning of the running pause, or zero; and the length of those before it.
    uint40 private _pausedAt;
    uint40 private _pausedSeconds;
    mapping(address currency => bool) private _currencies;
    mapping(address financier => bool) private _financiers;
    mapping(address campaign => Listing) private _listings;

    constructor(address platform, address treasury_, uint16 feeBps_) Ownable(platform) {
        _setFee(feeBps_);
        _setTreasury(treasury_);
    }

    /// @inheritdoc IPlatform
    function approveListing(address campaign) external onlyOwner {
        if (!isProject(campaign)) revert ProjectFactory_UnknownProject(campaign);
        if (_listings[campaign] == Listing.Approved) revert ProjectFactory_AlreadyApproved(campaign);
        if (ICampaignState(campaign).status() != ICampaignState.Status.Proposed) {
            revert ProjectFactory_NoLongerProposed(campaign);
        }
        _listings[campaign] = Listing.Approved;
        emit ListingApproved(campaign);
    }

    /// @inheritdoc IPlatform
    function allowCurrency(address currency, bool allowed) external onlyOwner {
        if (allowed) {
            if (currency.code.length == 0) revert ProjectFactory_CurrencyHasNoCode(currency);
            _describe(currency);
        }
        _currencies[currency] = allowed;
        emit CurrencyAllowed(currency, allowed);
    }

    /// @inheritdoc IPlatform
    function approveFinancier(address financier, bool approved) external onlyOwner {
        _financiers[financier] = approved;
        emit FinancierApproved(financier, approved);
    }

    /// @inheritdoc IPlatform
    function setFee(uint16 feeBps_) external onlyOwner {
        _setFee(feeBps_);
    }

    /// @inheritdoc IPlatform
    function setTreasury(address treasury_) external onlyOwner {
        _setTreasury(treasury_);
    }

    /// @inheritdoc IPlatform
    function pauseContributions() external onlyOwner {
        if (_pausedAt != 0) revert ProjectFactory_AlreadyPaused(_pausedAt);
        _pausedAt = uint40(block.timestamp);
        emit ContributionsPaused();
    }

    /// @inheritdoc IPlatform
    function resumeContributions() external onlyOwner {
        (bool isPaused, uint256 pausedSeconds) = pauseState();
        if (!isPaused) revert ProjectFactory_NotPaused();
        _pausedSeconds = uint40(pausedSeconds);
        _pausedAt = 0;
        emit ContributionsResumed(pausedSeconds);
    }

    /// @inheritdoc IPlatform
    function describeCurrency(address currency) external view returns (uint8 decimals, string memory symbol) {
        return (IERC20Metadata(currency).decimals(), IERC20Metadata(currency).symbol());
    }

    /// @inheritdoc IPlatform
    function isApproved(address campaign) external view returns (bool) {
        return _listings[campaign] == Listing.Approved;
    }

    /// @inheritdoc IPlatform
    function isFinancierApproved(address financier) external view returns (bool) {
        return _financiers[financier];
    }

    /// @notice Refused: nobody could approve listings any more.
    function renounceOwnership() public view override onlyOwner {
        revert ProjectFactory_CannotRenounce();
    }

    /// @inheritdoc IPlatform
    function isProject(address campaign) public view virtual returns (bool) {
        return _listings[campaign] != Listing.Unknown;
    }

    /// @inheritdoc IPlatform
    function isCurrencyAllowed(address currency) public view returns (bool) {
        return _currencies[currency];
    }

    /// @inheritdoc IPlatform
    function pauseState() public view returns (bool isPaused, uint256 pausedSeconds) {
        isPaused = _pausedAt != 0;
        pausedSeconds = isPaused ? _pausedSeconds + block.timestamp - _pausedAt : _pausedSeconds;
    }

    /// @inheritdoc IPlatform
    function feeBps() public view returns (uint16) {
        return _feeBps;
    }

    /// @inheritdoc IPlatform
    function treasury() external view returns (address) {
        return _treasury;
    }

    // --- inside ---

    function _list(address campaign) internal {
        _listings[campaign] = Listing.Proposed;
    }

    /// @dev A token that does not describe itself as ERC-20 says cannot be allowed. Through a call to itself, because a
    /// malformed answer cannot be caught otherwise.
    function _describe(address currency) internal view returns (uint8 decimals, string memory symbol) {
        try this.describeCurrency(currency) returns (uint8 decimals_, string memory symbol_) {
            return (decimals_, symbol_);
        } catch {
            revert ProjectFactory_NotACurrency(currency);
        }
    }

    function _setFee(uint16 feeBps_) private {
        if (feeBps_ > MAX_FEE_BPS) revert ProjectFactory_FeeAboveCeiling(feeBps_, MAX_FEE_BPS);
        _feeBps = feeBps_;
        emit FeeSet(feeBps_);
    }

    function _setTreasury(address treasury_) private {
        if (treasury_ == address(0)) revert ProjectFactory_ZeroAddress();
        _treasury = treasury_;
        emit TreasurySet(treasury_);
    }
}
