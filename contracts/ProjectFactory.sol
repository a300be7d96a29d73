// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {ICampaign} from "./interfaces/ICampaign.sol";
import {IProjectFactory} from "./interfaces/IProjectFactory.sol";
import {IShareToken} from "./interfaces/IShareToken.sol";
import {IWaterfall} from "./interfaces/IWaterfall.sol";
import {ProjectTerms} from "./interfaces/ProjectTerms.sol";
import {TermsCheck} from "./libraries/TermsCheck.sol";

/// @title ProjectFactory: see interfaces/IProjectFactory.sol
contract ProjectFactory is IProjectFactory, Ownable2Step {
    using Clones for address;

    enum Listing {
        Unknown,
        Proposed,
        Approved
    }

    /// @inheritdoc IProjectFactory
    uint16 public constant MAX_FEE_BPS = 1_000;

    address private immutable _campaignCode;
    address private immutable _waterfallCode;
    address private immutable _shareTokenCode;

    uint16 private _feeBps;
    address private _treasury;
    mapping(address currency => bool) private _currencies;
    mapping(address campaign => Listing) private _listings;

    /// @param platform Owner of the factory.
    /// @param campaignCode Deployed Campaign, to be cloned; likewise the other two.
    constructor(
        address platform,
        address treasury_,
        uint16 feeBps_,
        address campaignCode,
        address waterfallCode,
        address shareTokenCode
    ) Ownable(platform) {
        _campaignCode = campaignCode;
        _waterfallCode = waterfallCode;
        _shareTokenCode = shareTokenCode;
        _setFee(feeBps_);
        _setTreasury(treasury_);
    }

    /// @inheritdoc IProjectFactory
    function propose(ProjectTerms calldata terms, uint256 nonce)
        external
        returns (address campaign, address waterfall, address shareToken)
    {
        if (!_currencies[terms.campaign.currency]) {
            revert ProjectFactory_CurrencyNotAllowed(terms.campaign.currency);
        }
        TermsCheck.check(terms);
        bytes32 salt = _salt(msg.sender, terms, nonce);
        bytes memory shareTokenArgs = _shareTokenArgs(terms);
        shareToken = _shareTokenCode.predictDeterministicAddressWithImmutableArgs(shareTokenArgs, salt);
        // Without this check the second clone fails as well, but burns all the gas it is given.
        if (shareToken.code.length != 0) revert ProjectFactory_AlreadyProposed(shareToken);

        _shareTokenCode.cloneDeterministicWithImmutableArgs(shareTokenArgs, salt);
        waterfall = _waterfallCode.cloneDeterministicWithImmutableArgs(_waterfallArgs(msg.sender, terms, shareToken), salt);
        campaign = _campaignCode.cloneDeterministicWithImmutableArgs(
            _campaignArgs(msg.sender, terms, waterfall, shareToken), salt
        );
        _listings[campaign] = Listing.Proposed;
        IShareToken(shareToken).initialize(campaign, waterfall);
        _emitProposed(terms, nonce, campaign, waterfall, shareToken);
    }

    /// @inheritdoc IProjectFactory
    function approveListing(address campaign) external onlyOwner {
        if (_listings[campaign] == Listing.Unknown) revert ProjectFactory_UnknownProject(campaign);
        if (_listings[campaign] == Listing.Approved) revert ProjectFactory_AlreadyApproved(campaign);
        if (ICampaign(campaign).status() != ICampaign.Status.Proposed) {
            revert ProjectFactory_NoLongerProposed(campaign);
        }
        _listings[campaign] = Listing.Approved;
        emit ListingApproved(campaign);
    }

    /// @inheritdoc IProjectFactory
    function allowCurrency(address currency, bool allowed) external onlyOwner {
        if (allowed) {
            if (currency.code.length == 0) revert ProjectFactory_CurrencyHasNoCode(currency);
            _describe(currency);
        }
        _currencies[currency] = allowed;
        emit CurrencyAllowed(currency, allowed);
    }

    /// @inheritdoc IProjectFactory
    function setFee(uint16 feeBps_) external onlyOwner {
        _setFee(feeBps_);
    }

    /// @inheritdoc IProjectFactory
    function setTreasury(address treasury_) external onlyOwner {
        _setTreasury(treasury_);
    }

    /// @inheritdoc IProjectFactory
    function predict(address producer, ProjectTerms calldata terms, uint256 nonce)
        external
        view
        returns (address campaign, address waterfall, address shareToken)
    {
        bytes32 salt = _salt(producer, terms, nonce);
        shareToken = _shareTokenCode.predictDeterministicAddressWithImmutableArgs(_shareTokenArgs(terms), salt);
        waterfall = _waterfallCode.predictDeterministicAddressWithImmutableArgs(
            _waterfallArgs(producer, terms, shareToken), salt
        );
        campaign = _campaignCode.predictDeterministicAddressWithImmutableArgs(
            _campaignArgs(producer, terms, waterfall, shareToken), salt
        );
    }

    /// @inheritdoc IProjectFactory
    function isApproved(address campaign) external view returns (bool) {
        return _listings[campaign] == Listing.Approved;
    }

    /// @inheritdoc IProjectFactory
    function isProject(address campaign) external view returns (bool) {
        return _listings[campaign] != Listing.Unknown;
    }

    /// @inheritdoc IProjectFactory
    function isCurrencyAllowed(address currency) external view returns (bool) {
        return _currencies[currency];
    }

    /// @inheritdoc IProjectFactory
    function feeBps() external view returns (uint16) {
        return _feeBps;
    }

    /// @inheritdoc IProjectFactory
    function treasury() external view returns (address) {
        return _treasury;
    }

    // --- inside ---

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

    function _salt(address producer, ProjectTerms calldata terms, uint256 nonce) private pure returns (bytes32) {
        return keccak256(abi.encode(producer, keccak256(abi.encode(terms)), nonce));
    }

    /// @dev In this order because ShareLedger and ShareToken decode the head only.
    function _shareTokenArgs(ProjectTerms calldata terms) private view returns (bytes memory) {
        return abi.encode(
            terms.campaign.currency,
            address(this),
            uint256(terms.waterfall.royaltySteps),
            terms.name,
            terms.symbol,
            terms.contractURI
        );
    }

    function _waterfallArgs(address producer, ProjectTerms calldata terms, address shareToken)
        private
        view
        returns (bytes memory)
    {
        return abi.encode(
            IWaterfall.Setup({
                currency: terms.campaign.currency,
                factory: address(this),
                shareToken: shareToken,
                producer: producer,
                deductionCeilingBps: terms.waterfall.deductionCeilingBps,
                collectors: terms.waterfall.collectors,
                positions: terms.waterfall.positions
            })
        );
    }

    function _campaignArgs(address producer, ProjectTerms calldata terms, address waterfall, address shareToken)
        private
        view
        returns (bytes memory)
    {
        return abi.encode(
            ICampaign.Setup({
                terms: terms.campaign,
                factory: address(this),
                producer: producer,
                shareToken: shareToken,
                waterfall: waterfall,
                feeBps: _feeBps
            })
        );
    }

    function _emitProposed(
        ProjectTerms calldata terms,
        uint256 nonce,
        address campaign,
        address waterfall,
        address shareToken
    ) private {
        (uint8 decimals, string memory symbol) = _describe(terms.campaign.currency);
        emit ProjectProposed(
            msg.sender,
            campaign,
            waterfall,
            shareToken,
            keccak256(abi.encode(terms)),
            nonce,
            _feeBps,
            decimals,
            symbol,
            terms
        );
    }

    /// @dev Reverts for a token that does not describe itself as ERC-20 says: it cannot be allowed.
    function _describe(address currency) private view returns (uint8 decimals, string memory symbol) {
        return (IERC20Metadata(currency).decimals(), IERC20Metadata(currency).symbol());
    }
}
