// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ICampaignState} from "../interfaces/ICampaignState.sol";
import {IConsents} from "../interfaces/IConsents.sol";
import {Signature} from "../libraries/Signature.sol";

/// @title Consents: see interfaces/IConsents.sol
abstract contract Consents is IConsents, EIP712 {
    bytes32 private constant CONSENT_TYPEHASH =
        keccak256("ArtistConsent(address campaign,bytes32 termsHash,uint256 deadline)");

    struct Consent {
        uint48 deadline;
        bool revoked;
    }

    mapping(address campaign => Consent) private _consents;

    constructor() EIP712("Coprod", "1") {}

    /// @inheritdoc IConsents
    function recordConsent(address campaign, uint256 deadline, bytes calldata signature) external {
        ICampaignState.Setup memory s = _setupOf(campaign);
        Consent memory known = _consents[campaign];
        if (known.revoked) revert Consents_Revoked(campaign);
        if (block.timestamp > deadline) revert Consents_SignatureExpired(deadline);
        // Otherwise anybody could bring an older signature again, to shorten the consent.
        if (deadline <= known.deadline) revert Consents_NotLater(deadline, known.deadline);
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(CONSENT_TYPEHASH, campaign, s.termsHash, deadline)));
        if (!Signature.isBy(s.terms.artist, digest, signature)) revert Consents_WrongSigner(s.terms.artist);
        _consents[campaign].deadline = deadline > type(uint48).max ? type(uint48).max : uint48(deadline);
        emit ConsentRecorded(campaign, s.terms.artist, deadline);
    }

    /// @inheritdoc IConsents
    function revokeConsent(address campaign) external {
        address artist = _setupOf(campaign).terms.artist;
        if (msg.sender != artist) revert Consents_OnlyArtist(msg.sender, artist);
        if (ICampaignState(campaign).status() != ICampaignState.Status.Proposed) revert Consents_TooLate(campaign);
        _consents[campaign].revoked = true;
        emit ConsentRevoked(campaign, artist);
    }

    /// @inheritdoc IConsents
    function hasConsent(address campaign) external view returns (bool) {
        Consent memory consent = _consents[campaign];
        return !consent.revoked && consent.deadline >= block.timestamp;
    }

    function isProject(address campaign) public view virtual returns (bool);

    function _setupOf(address campaign) private view returns (ICampaignState.Setup memory) {
        if (!isProject(campaign)) revert Consents_UnknownProject(campaign);
        return ICampaignState(campaign).setup();
    }
}
