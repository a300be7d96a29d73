// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {CloneArguments} from "./factory/CloneArguments.sol";
import {Consents} from "./factory/Consents.sol";
import {Platform} from "./factory/Platform.sol";
import {IPlatform} from "./interfaces/IPlatform.sol";
import {IProjectFactory} from "./interfaces/IProjectFactory.sol";
import {IShareToken} from "./interfaces/IShareToken.sol";
import {ProjectTerms} from "./interfaces/ProjectTerms.sol";
import {TermsCheck} from "./libraries/TermsCheck.sol";

/// @title ProjectFactory: see interfaces/IProjectFactory.sol
contract ProjectFactory is IProjectFactory, Platform, Consents {
    using Clones for address;

    address private immutable _campaignCode;
    address private immutable _waterfallCode;
    address private immutable _shareTokenCode;

    /// @param platform Owner of the factory.
    /// @param campaignCode Deployed Campaign, to be cloned; likewise the other two.
    constructor(
        address platform,
        address treasury_,
        uint16 feeBps_,
        address campaignCode,
        address waterfallCode,
        address shareTokenCode
    ) Platform(platform, treasury_, feeBps_) {
        _campaignCode = campaignCode;
        _waterfallCode = waterfallCode;
        _shareTokenCode = shareTokenCode;
    }

    /// @inheritdoc IProjectFactory
    function propose(ProjectTerms calldata terms, uint256 nonce)
        external
        returns (address campaign, address waterfall, address shareToken)
    {
        address currency = terms.campaign.currency;
        if (!isCurrencyAllowed(currency)) revert ProjectFactory_CurrencyNotAllowed(currency);
        TermsCheck.check(terms);
        bytes32 termsHash = keccak256(abi.encode(terms));
        bytes32 salt = _salt(msg.sender, termsHash, nonce);

        bytes memory forShareToken = CloneArguments.forShareToken(terms);
        shareToken = _shareTokenCode.predictDeterministicAddressWithImmutableArgs(forShareToken, salt);
        // Without this check the second clone fails as well, but burns all the gas it is given.
        if (shareToken.code.length != 0) revert ProjectFactory_AlreadyProposed(shareToken);

        _shareTokenCode.cloneDeterministicWithImmutableArgs(forShareToken, salt);
        waterfall = _waterfallCode.cloneDeterministicWithImmutableArgs(
            CloneArguments.forWaterfall(msg.sender, terms, shareToken), salt
        );
        campaign = _campaignCode.cloneDeterministicWithImmutableArgs(
            CloneArguments.forCampaign(msg.sender, terms, termsHash, feeBps(), waterfall, shareToken), salt
        );
        _list(campaign);
        IShareToken(shareToken).initialize(campaign, waterfall);
        _emitProposed(terms, termsHash, nonce, [campaign, waterfall, shareToken]);
    }

    /// @inheritdoc IProjectFactory
    function predict(address producer, ProjectTerms calldata terms, uint256 nonce)
        external
        view
        returns (address campaign, address waterfall, address shareToken)
    {
        bytes32 termsHash = keccak256(abi.encode(terms));
        bytes32 salt = _salt(producer, termsHash, nonce);
        shareToken =
            _shareTokenCode.predictDeterministicAddressWithImmutableArgs(CloneArguments.forShareToken(terms), salt);
        waterfall = _waterfallCode.predictDeterministicAddressWithImmutableArgs(
            CloneArguments.forWaterfall(producer, terms, shareToken), salt
        );
        campaign = _campaignCode.predictDeterministicAddressWithImmutableArgs(
            CloneArguments.forCampaign(producer, terms, termsHash, feeBps(), waterfall, shareToken), salt
        );
    }

    function isProject(address campaign) public view override(IPlatform, Platform, Consents) returns (bool) {
        return Platform.isProject(campaign);
    }

    // --- inside ---

    function _salt(address producer, bytes32 termsHash, uint256 nonce) private pure returns (bytes32) {
        return keccak256(abi.encode(producer, termsHash, nonce));
    }

    function _emitProposed(
        ProjectTerms calldata terms,
        bytes32 termsHash,
        uint256 nonce,
        address[3] memory made
    ) private {
        (uint8 decimals, string memory symbol) = _describe(terms.campaign.currency);
        emit ProjectProposed(
            msg.sender, made[0], made[1], made[2], termsHash, nonce, feeBps(), decimals, symbol, terms
        );
    }
}
